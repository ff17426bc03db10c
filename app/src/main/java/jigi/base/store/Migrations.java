package jigi.base.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema forward; each room has its own range of version numbers. */
final class Migrations {
  private Migrations() {}

  static void apply(DataSource source) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db/migration")
        .loggers("slf4j")
        // A room may add V12 after another has added V30: the ranges are independent.
        .outOfOrder(true)
        .validateMigrationNaming(true)
        // A database of a newer version is refused instead of being misread.
        .ignoreMigrationPatterns(new String[0])
        .load()
        .migrate();
  }
}
