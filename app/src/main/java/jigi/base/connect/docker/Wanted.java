package jigi.base.connect.docker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/** Which containers are meant. */
public sealed interface Wanted {
  /** The one of that name. */
  record Named(String name) implements Wanted {
    @Override
    public String text() {
      return name;
    }
  }

  /** All that carry a label, {@code key} or {@code key=value}. */
  record Labelled(String label) implements Wanted {
    @Override
    public String text() {
      return "with label " + label;
    }
  }

  /** All of a compose service. */
  record Service(@Nullable String project, String service) implements Wanted {
    @Override
    public String text() {
      return "of service " + (project == null ? "" : project + "/") + service;
    }
  }

  Field<String> LABEL =
      Field.required("label", label(), "All containers with this label: role=web.");
  Field<String> SERVICE =
      Field.required("service", Shapes.text(), "All containers of this compose service.");
  Field<String> PROJECT =
      Field.optional("project", Shapes.text(), "The compose project of the service.");

  /** For messages. */
  String text();

  /** A name, {@code {label: role=web}} or {@code {service: web, project: shop}}. */
  static Shape<Wanted> shape() {
    return Shapes.scalarOr(
        Shapes.mapped(name(), Named::new),
        new KindShape<Wanted>(
            "containers",
            Map.of(
                "label",
                ObjectShape.<Wanted>of(
                    "containers with a label", List.of(LABEL), v -> new Labelled(v.get(LABEL))),
                "service",
                ObjectShape.<Wanted>of(
                    "containers of a compose service",
                    List.of(SERVICE, PROJECT),
                    v -> new Service(v.find(PROJECT), v.get(SERVICE))))));
  }

  /** A container's name, as Docker takes them. */
  static Shape<String> name() {
    return Shapes.scalar(
        "a container's name",
        "shop_web",
        Map.of("type", "string"),
        text -> text.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+") ? text : null);
  }

  private static Shape<String> label() {
    return Shapes.scalar(
        "a label",
        "role=web",
        Map.of("type", "string"),
        text -> text.matches("[^=\\s]+(=.*)?") ? text : null);
  }

  /** Whether a container of that name and with those labels is one of them. */
  default boolean matches(String name, Map<String, String> labels) {
    return switch (this) {
      case Named named -> named.name().equals(name);
      case Labelled labelled -> {
        String[] words = labelled.label().split("=", 2);
        String value = labels.get(words[0]);
        yield value != null && (words.length == 1 || words[1].equals(value));
      }
      case Service service ->
          service.service().equals(labels.get("com.docker.compose.service"))
              && (service.project() == null
                  || service.project().equals(labels.get("com.docker.compose.project")));
    };
  }

  /** The names of those that there are, stopped ones too, in order. */
  default List<String> names(DockerSession session) throws WireException, InterruptedException {
    return switch (this) {
      case Named named -> List.of(named.name());
      case Labelled labelled -> list(session, List.of(labelled.label()));
      case Service service -> {
        List<String> labels = new ArrayList<>();
        labels.add("com.docker.compose.service=" + service.service());
        if (service.project() != null) {
          labels.add("com.docker.compose.project=" + service.project());
        }
        yield list(session, labels);
      }
    };
  }

  private static List<String> list(DockerSession session, List<String> labels)
      throws WireException, InterruptedException {
    String filters = URLEncoder.encode(Json.write(Map.of("label", labels)), StandardCharsets.UTF_8);
    List<String> names = new ArrayList<>();
    for (var each : session.get("/containers/json?all=1&filters=" + filters).json()) {
      names.add(each.path("Names").path(0).asText().replaceFirst("^/", ""));
    }
    names.sort(null);
    return names;
  }
}
