package jigi.operate.backup.source.redis;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.redis.RedisConnection;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;

/** {@code redis: cache}: all databases of a Redis server. */
public final class RedisSourceKind implements SourceKind {
  private static final Field<String> CONNECTION =
      Field.required("redis", Shapes.text(), "The connection to the server, one of 'connections'.");

  @Override
  public String name() {
    return RedisSource.KIND;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION);
  }

  @Override
  public Class<? extends Connection> connection() {
    return RedisConnection.class;
  }

  @Override
  public Source configure(Values values) {
    return new RedisSource(values.get(CONNECTION));
  }
}
