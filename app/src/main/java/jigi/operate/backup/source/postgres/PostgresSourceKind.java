package jigi.operate.backup.source.postgres;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.Site;
import jigi.base.connect.postgres.PostgresConnection;
import jigi.operate.backup.source.KeyFields;
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

  private static final Field<PostgresFormat> FORMAT =
      Field.optional(
          "format",
          Shapes.oneOf(PostgresFormat.class),
          "custom",
          "custom, which pg_restore reads, or sql, which psql reads.");
  private static final Field<Integer> JOBS =
      Field.optional(
          "jobs",
          Shapes.integer(1, 64),
          "1",
          "So many connections restore at once; for more than one, the data folder needs room for"
              + " the uncompressed dump, which lies there without a name.");
  private static final Field<Site> DUMP =
      Field.optional(
          "dump", Site.shape(), "Where pg_dump is executed; absent means on this machine.");

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, DATABASES, KeyFields.SAMPLE_ABOVE, FORMAT, JOBS, DUMP);
  }

  @Override
  public Class<? extends Connection> connection() {
    return PostgresConnection.class;
  }

  @Override
  public Field<Site> site() {
    return DUMP;
  }

  @Override
  public Source configure(Values values) {
    if (values.get(JOBS) > 1 && values.get(FORMAT) == PostgresFormat.SQL) {
      values.error(
          JOBS,
          "jobs-of-statements",
          "statements are executed one after another, by one connection",
          "leave out jobs, or write format: custom");
    }
    return new PostgresSource(
        values.get(CONNECTION),
        values.find(DATABASES, List.of()),
        values.get(KeyFields.SAMPLE_ABOVE) * 1024L * 1024L,
        new PostgresSource.By(values.get(FORMAT), values.find(DUMP, Site.HERE), values.get(JOBS)));
  }
}
