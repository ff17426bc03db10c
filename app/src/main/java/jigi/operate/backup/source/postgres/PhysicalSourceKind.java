package jigi.operate.backup.source.postgres;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.postgres.PostgresConnection;
import jigi.operate.backup.source.KeyFields;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;

/** {@code postgres-physical: db}: a whole PostgreSQL server with its write-ahead log. */
public final class PhysicalSourceKind implements SourceKind {
  private static final Field<String> CONNECTION =
      Field.required(
          "postgres-physical",
          Shapes.text(),
          "The connection to the server, one of 'connections'; its account may replicate.");
  private static final Field<String> SLOT =
      Field.optional(
          "slot",
          Shapes.scalar(
              "a name of lower-case letters, digits and _",
              "jigi_shop",
              Map.of("type", "string", "pattern", "^[a-z0-9_]{1,63}$"),
              text -> text.matches("[a-z0-9_]{1,63}") ? text : null),
          "The replication slot that keeps the log for Jigi; absent means one named after the"
              + " connection.");
  private static final Field<Integer> LAG =
      Field.optional(
          "lag-warning",
          Shapes.integer(1, 10_000_000),
          "1024",
          "Somebody is warned when the server keeps more than so many MiB of log for Jigi.");

  @Override
  public String name() {
    return "postgres-physical";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, SLOT, KeyFields.ARCHIVE_TIMEOUT, LAG, KeyFields.SAMPLE_ABOVE);
  }

  @Override
  public Class<? extends Connection> connection() {
    return PostgresConnection.class;
  }

  @Override
  public Source configure(Values values) {
    return new PhysicalSource(
        values.get(CONNECTION),
        values.find(SLOT, ""),
        values.get(KeyFields.ARCHIVE_TIMEOUT),
        values.get(LAG) * 1024L * 1024L,
        values.get(KeyFields.SAMPLE_ABOVE) * 1024L * 1024L);
  }
}
