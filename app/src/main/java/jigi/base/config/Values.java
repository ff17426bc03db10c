package jigi.base.config;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mapping held, by {@link Field}. */
public final class Values {
  private final Node.MapNode node;
  private final Map<Field<?>, Object> values = new IdentityHashMap<>();

  private final Problems problems;

  Values(Node.MapNode node, Problems problems) {
    this.node = node;
    this.problems = problems;
  }

  /** Reports that a field does not go with the others. */
  public void error(Field<?> field, String code, String what, String hint) {
    problems.error(placeOf(field), code, what, hint);
  }

  void put(Field<?> field, Object value) {
    values.put(field, value);
  }

  /** Whether the key was written. */
  public boolean has(Field<?> field) {
    return node.get(field.name()) != null;
  }

  /** The mapping's own place. */
  public Place place() {
    return node.place();
  }

  /** Where a field's key stands; the mapping's place when it is absent. */
  public Place placeOf(Field<?> field) {
    return node.placeOf(field.name());
  }

  /** Where a field's value begins; the mapping's place when it is absent. */
  public Place placeOfValue(Field<?> field) {
    Node value = node.get(field.name());
    return value == null ? node.place() : value.place();
  }

  /** The values alone: who keeps them for long keeps nothing of the text that they stood in. */
  public Map<Field<?>, Object> alone() {
    return Map.copyOf(values);
  }

  /** The value of a required field or of one with a default. */
  public <T> T get(Field<T> field) {
    T value = find(field);
    if (value == null) {
      throw new IllegalStateException("neither required nor with a default: " + field.name());
    }
    return value;
  }

  /** The value, null when the key is absent and has no default. */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T find(Field<T> field) {
    return (T) values.get(field);
  }

  /** The value, or another one when the key is absent and has no default. */
  public <T> T find(Field<T> field, T otherwise) {
    T value = find(field);
    return value == null ? otherwise : value;
  }
}
