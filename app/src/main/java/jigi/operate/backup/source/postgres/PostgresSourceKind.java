package jigi.operate.backup.source.postgres;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.postgres.PostgresConnection;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;

/** {@code postgres: db}: the databases of a PostgreSQL server. */
public final class PostgresSourceKind implements SourceKind {
  private static final Field<String> CONNECTION =
      Field.required(
          "postgres", Shapes.text(), "The connection to the server, one of 'connections'.");
  private static final Field<List<String>> DATABASES =
      Field.optional(
          "databases",
          Shapes.listOf(Shapes.text()),
          "The databases; absent means all that are no templates.");
  private static final Field<Integer> SAMPLE =
      Field.optional(
          "sample-above",
          Shapes.integer(1, 1_000_000),
          "4096",
          "Of tables larger than so many MiB every hundredth row goes into the checksum.");

  private static final Field<PostgresFormat> FORMAT =
      Field.optional(
          "format",
          Shapes.oneOf(PostgresFormat.class),
          "custom",
          "custom, which pg_restore reads, or sql, which psql reads.");

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, DATABASES, SAMPLE, FORMAT);
  }

  @Override
  public Class<? extends Connection> connection() {
    return PostgresConnection.class;
  }

  @Override
  public Source configure(Values values) {
    return new PostgresSource(
        values.get(CONNECTION),
        values.find(DATABASES, List.of()),
        values.get(SAMPLE) * 1024L * 1024L,
        values.get(FORMAT));
  }
}
