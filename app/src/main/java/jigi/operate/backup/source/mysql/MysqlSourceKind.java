package jigi.operate.backup.source.mysql;

import java.nio.file.Path;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.Site;
import jigi.base.connect.mysql.MysqlConnection;
import jigi.operate.backup.source.KeyFields;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;

/** {@code mysql: db}: the databases of a MariaDB or MySQL server. */
public final class MysqlSourceKind implements SourceKind {
  private static final Field<String> CONNECTION =
      Field.required("mysql", Shapes.text(), "The connection to the server, one of 'connections'.");
  private static final Field<List<String>> DATABASES =
      Field.optional(
          "databases",
          Shapes.listOf(Shapes.text()),
          "The databases; absent means all but those of the server itself.");
  private static final Field<String> PROGRAMS =
      Field.optional(
          "programs",
          Shapes.text(),
          "The folder of mariadb-dump, mariadb and mariadbd, where they are not in the usual one.");
  private static final Field<Site> DUMP =
      Field.optional(
          "dump",
          Site.shape(),
          "Where mariadb-dump (mysqldump of MySQL) is executed; absent means on this machine.");

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, DATABASES, KeyFields.SAMPLE_ABOVE, PROGRAMS, DUMP);
  }

  @Override
  public Class<? extends Connection> connection() {
    return MysqlConnection.class;
  }

  @Override
  public Field<Site> site() {
    return DUMP;
  }

  @Override
  public Source configure(Values values) {
    String programs = values.find(PROGRAMS);
    return new MysqlSource(
        values.get(CONNECTION),
        values.find(DATABASES, List.of()),
        values.get(KeyFields.SAMPLE_ABOVE) * 1024L * 1024L,
        new MysqlPrograms(programs == null ? null : Path.of(programs)),
        values.find(DUMP, Site.HERE));
  }
}
