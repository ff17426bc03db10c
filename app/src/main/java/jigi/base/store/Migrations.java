package jigi.base.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema forward; each room has its own range of version numbers. */
final class Migrations {
  private static final String FOLDER = "db/migration";

  private Migrations() {}

  /**
   * @throws SQLException if the database does not take the mark of what was applied
   */
  static void apply(DataSource source) throws SQLException {
    SchemaMark mark = new SchemaMark(source, SchemaMark.ofJar(Migrations.class, FOLDER));
    if (mark.stands()) {
      return;
    }
    migrate(source);
    mark.set();
  }

  private static void migrate(DataSource source) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:" + FOLDER)
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
