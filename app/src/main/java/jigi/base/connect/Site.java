package jigi.base.connect;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/** Where a program is executed. */
public sealed interface Site {
  /** On this machine. */
  Site HERE = new OnHost(Hosts.LOCAL);

  /**
   * On a host.
   *
   * @param host as the manual names it
   */
  record OnHost(String host) implements Site {}

  /**
   * In a container that runs.
   *
   * @param docker the connection to its daemon
   * @param user null for the image's own
   */
  record InContainer(String docker, String container, @Nullable String user) implements Site {}

  /** {@code {on: app}}, {@code {container: shop_db, docker: engine}}. */
  static Shape<Site> shape() {
    Field<String> on = Field.required("on", Shapes.text(), "On a host, one of 'hosts'.");
    Field<String> container =
        Field.required(
            "container",
            Shapes.scalar(
                "a container's name",
                "shop_db",
                Map.of("type", "string"),
                text -> text.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+") ? text : null),
            "In the container of this name.");
    Field<String> docker =
        Field.required(
            "docker", Shapes.text(), "The connection to its daemon, one of 'connections'.");
    Field<String> user =
        Field.optional("user", Shapes.text(), "The account there; absent means the image's own.");
    return new KindShape<Site>(
        "where a program is executed",
        Map.of(
            "on",
            ObjectShape.<Site>of(
                "programs of a host", List.of(on), values -> new OnHost(values.get(on))),
            "container",
            ObjectShape.<Site>of(
                "programs of a container",
                List.of(container, docker, user),
                v -> new InContainer(v.get(docker), v.get(container), v.find(user)))));
  }
}
