package jigi.base.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping from names to values of one shape. */
final class MapShape<T> implements Shape<Map<String, T>> {
  private final Shape<T> value;

  MapShape(Shape<T> value) {
    this.value = value;
  }

  @Override
  public @Nullable Map<String, T> read(Node node, Problems problems) {
    if (node instanceof Node.EmptyNode) {
      return Map.of();
    }
    if (!(node instanceof Node.MapNode map)) {
      problems.error(
          node.place(),
          "wrong-type",
          "here must stand " + title() + ", not " + node.kind(),
          "write 'name: …' for each");
      return null;
    }
    Map<String, T> values = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : map.entries().entrySet()) {
      T read = value.read(entry.getValue(), problems);
      if (read != null) {
        values.put(entry.getKey(), read);
      }
    }
    return values.size() == map.entries().size() ? Collections.unmodifiableMap(values) : null;
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "object", "additionalProperties", value.schema());
  }

  @Override
  public String title() {
    return "a mapping of names, each to " + value.title();
  }

  @Override
  public List<Shape<?>> inner() {
    return List.of(value);
  }
}
