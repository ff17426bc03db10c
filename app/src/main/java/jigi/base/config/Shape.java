package jigi.base.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at a place of a manual: reads it, and describes itself for the JSON Schema and the
 * reference page, so that the three never disagree.
 */
public interface Shape<T> {
  /** The value; null after reporting why there is none. */
  @Nullable T read(Node node, Problems problems);

  /** JSON Schema (2020-12) of this shape, as maps, lists and scalars. */
  Map<String, Object> schema();

  /** How the reference page calls it: {@code duration}, {@code list of text}. */
  String title();

  /** Where the page of this kind lies among the sources; null when it has none. */
  default @Nullable String page() {
    return null;
  }

  /** The shapes that this one is made of, for the reference page. */
  default List<Shape<?>> inner() {
    return List.of();
  }
}
