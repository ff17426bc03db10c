package jigi.base.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.kernel.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is of one of several kinds, told apart by the key that names the kind: {@code
 * {http: …, every: 5s}} is of kind {@code http}. A registry of kinds becomes a shape by this.
 */
public final class KindShape<T> implements Shape<T> {
  private final String title;
  private final Map<String, Shape<? extends T>> kinds;

  public KindShape(String title, Map<String, ? extends Shape<? extends T>> kinds) {
    this.title = title;
    this.kinds = new TreeMap<>(kinds);
  }

  @Override
  public @Nullable T read(Node node, Problems problems) {
    if (!(node instanceof Node.MapNode map)) {
      problems.error(
          node.place(),
          "wrong-type",
          title + " must be a mapping that names its kind, here stands " + node.kind(),
          "begin it with one of " + String.join(", ", new TreeSet<>(kinds.keySet())));
      return null;
    }
    List<String> named = map.entries().keySet().stream().filter(kinds::containsKey).toList();
    if (named.size() == 1) {
      Shape<? extends T> kind = kinds.get(named.getFirst());
      return kind == null ? null : kind.read(map, problems);
    }
    reportKind(map, named, problems);
    return null;
  }

  private void reportKind(Node.MapNode map, List<String> named, Problems problems) {
    if (named.isEmpty()) {
      Set<String> keys = map.entries().keySet();
      String meant =
          keys.stream()
              .filter(key -> Nearest.to(key, kinds.keySet()) != null)
              .findFirst()
              .orElse(keys.isEmpty() ? "" : keys.iterator().next());
      problems.error(
          map.placeOf(meant),
          "unknown-kind",
          title + " names no known kind ('" + String.join("', '", keys) + "')",
          Nearest.hint(meant, kinds.keySet()));
    } else {
      problems.error(
          map.placeOf(named.get(1)),
          "two-kinds",
          title + " names several kinds (" + String.join(", ", named) + ")",
          "make one entry of each");
    }
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("oneOf", kinds.values().stream().map(Shape::schema).toList());
  }

  /** The kinds, sorted by name. */
  public Map<String, Shape<? extends T>> kinds() {
    return java.util.Collections.unmodifiableMap(kinds);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<Shape<?>> inner() {
    return List.copyOf(kinds.values());
  }
}
