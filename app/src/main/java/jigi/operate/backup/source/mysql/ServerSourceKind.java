package jigi.operate.backup.source.mysql;

import java.nio.file.Path;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.mysql.MysqlConnection;
import jigi.operate.backup.source.KeyFields;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;

/** {@code mysql-server: db}: a whole MariaDB server with its binary log. */
public final class ServerSourceKind implements SourceKind {
  private static final Field<String> CONNECTION =
      Field.required(
          "mysql-server",
          Shapes.text(),
          "The connection to the server, one of 'connections'; its account may read the log.");
  private static final Field<Integer> LAG =
      Field.optional(
          "lag-warning",
          Shapes.integer(1, 10_000_000),
          "2048",
          "A warning when the server has more than so many MiB of log that were not fetched.");
  private static final Field<String> PROGRAMS =
      Field.optional(
          "programs",
          Shapes.text(),
          "The folder of mariadb-dump, mariadb-binlog, mariadb and mariadbd, where they are not in"
              + " the usual one.");

  @Override
  public String name() {
    return ServerSource.KIND;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, KeyFields.ARCHIVE_TIMEOUT, LAG, KeyFields.SAMPLE_ABOVE, PROGRAMS);
  }

  @Override
  public Class<? extends Connection> connection() {
    return MysqlConnection.class;
  }

  @Override
  public Source configure(Values values) {
    String programs = values.find(PROGRAMS);
    return new ServerSource(
        values.get(CONNECTION),
        values.get(KeyFields.ARCHIVE_TIMEOUT),
        values.get(LAG) * 1024L * 1024L,
        values.get(KeyFields.SAMPLE_ABOVE) * 1024L * 1024L,
        new MysqlPrograms(programs == null ? null : Path.of(programs)));
  }
}
