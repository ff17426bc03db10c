package jigi.operate.backup.source.redis;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.redis.RedisConnection;
import jigi.operate.backup.source.KeyFields;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;

/** {@code redis-log: cache}: all databases of a Redis server, and every change to them. */
public final class RedisLogSourceKind implements SourceKind {
  private static final Field<String> CONNECTION =
      Field.required(
          "redis-log", Shapes.text(), "The connection to the server, one of 'connections'.");
  private static final Field<Integer> LAG =
      Field.optional(
          "lag-warning",
          Shapes.integer(1, 10_000_000),
          "256",
          "A warning when more than so many MiB of changes were not received.");

  @Override
  public String name() {
    return RedisLogSource.KIND;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, KeyFields.ARCHIVE_TIMEOUT, LAG);
  }

  @Override
  public Class<? extends Connection> connection() {
    return RedisConnection.class;
  }

  @Override
  public Source configure(Values values) {
    return new RedisLogSource(
        values.get(CONNECTION),
        values.get(KeyFields.ARCHIVE_TIMEOUT),
        values.get(LAG) * 1024L * 1024L);
  }
}
