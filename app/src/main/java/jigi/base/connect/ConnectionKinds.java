package jigi.base.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.KindShape;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.connect.docker.DockerKind;
import jigi.base.connect.http.HttpKind;
import jigi.base.connect.mysql.MysqlKind;
import jigi.base.connect.postgres.PostgresKind;
import jigi.base.connect.redis.RedisKind;
import jigi.base.connect.registry.RegistryKind;

/** The kinds of connection that there are. */
public final class ConnectionKinds {
  private static final List<ConnectionKind> ALL =
      List.of(
          new PostgresKind(),
          new MysqlKind(),
          new RedisKind(),
          new DockerKind(),
          new HttpKind(),
          new RegistryKind());

  private ConnectionKinds() {}

  public static List<ConnectionKind> all() {
    return ALL;
  }

  static Shape<Connection> shape() {
    Map<String, Shape<Connection>> shapes = new LinkedHashMap<>();
    for (ConnectionKind kind : ALL) {
      shapes.put(
          kind.name(),
          ObjectShape.<Connection>of(
                  "a connection of kind " + kind.name(), kind.fields(), kind::configure)
              .describedBy(kind.getClass(), kind.name()));
    }
    return new KindShape<>("a connection", shapes);
  }
}
