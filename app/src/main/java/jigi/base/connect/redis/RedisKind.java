package jigi.base.connect.redis;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Values;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionKind;
import org.jspecify.annotations.Nullable;

/** Connections to Redis. */
public final class RedisKind implements ConnectionKind {
  private static final Field<Address> AT =
      Field.required(
          "redis",
          Address.shape("cache.example.com:6379", 6379),
          "Server and, where they are used, account and database: app@cache.example.com:6379/0.");

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public List<Field<?>> fields() {
    return Access.fieldsAfter(AT);
  }

  @Override
  public @Nullable Connection configure(Values values) {
    Address at = values.get(AT);
    if (!at.database().matches("[0-9]{0,5}")) {
      values.error(
          AT,
          "bad-value",
          "a database of Redis is a number ('" + at.database() + "')",
          "write for example cache.example.com:6379/0");
      return null;
    }
    return new RedisConnection(at, Access.of(values));
  }
}
