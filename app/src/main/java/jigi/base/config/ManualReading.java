package jigi.base.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A manual while it is being read. */
public final class ManualReading {
  private final ManualSource source;
  private final Node.MapNode root;
  private final Problems problems;
  private final Map<ManualPart<?>, Object> parts;

  ManualReading(
      ManualSource source, Node.MapNode root, Problems problems, Map<ManualPart<?>, Object> parts) {
    this.source = source;
    this.root = root;
    this.problems = problems;
    this.parts = parts;
  }

  public ManualSource source() {
    return source;
  }

  public Problems problems() {
    return problems;
  }

  /** A top-level value of {@code jigi.yaml}; null when absent without default, or invalid. */
  public <T> @Nullable T find(Field<T> field) {
    Node node = root.get(field.name());
    if (node == null || (node instanceof Node.EmptyNode && !field.required())) {
      if (field.otherwise() != null) {
        return field.shape().read(new Node.ScalarNode(root.place(), field.otherwise()), problems);
      }
      if (field.required()) {
        problems.error(
            root.place(),
            "missing-key",
            "a manual needs '" + field.name() + "'",
            "add '" + field.name() + ": …' (" + field.shape().title() + ")");
      }
      return null;
    }
    return field.shape().read(node, problems);
  }

  /** Like {@link #find}, with a value for what is absent or invalid. */
  public <T> T find(Field<T> field, T otherwise) {
    T value = find(field);
    return value == null ? otherwise : value;
  }

  /** The names that a top-level mapping holds as it is written, valid or not. */
  public Names names(Field<?> field) {
    return switch (root.get(field.name())) {
      case null -> Names.of(Set.of());
      case Node.EmptyNode empty -> Names.of(Set.of());
      case Node.MapNode map -> Names.of(map.entries().keySet());
      case Node.ListNode list -> Names.unknown();
      case Node.ScalarNode scalar -> Names.unknown();
    };
  }

  /** Where a top-level key stands; the file's start when it is absent. */
  public Place placeOf(Field<?> field) {
    return root.placeOf(field.name());
  }

  /** Where a name of a top-level mapping stands; the mapping's own place when it is absent. */
  public Place placeOf(Field<?> field, String name) {
    return root.get(field.name()) instanceof Node.MapNode map ? map.placeOf(name) : placeOf(field);
  }

  /** What an earlier part has read. */
  @SuppressWarnings("unchecked")
  public <T> T part(ManualPart<T> part) {
    Object value = parts.get(part);
    if (value == null) {
      throw new IllegalStateException("registered too late or not at all: " + part.getClass());
    }
    return (T) value;
  }
}
