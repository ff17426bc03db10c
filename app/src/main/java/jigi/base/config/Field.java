package jigi.base.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping with its shape, its meaning, and what holds when it is absent.
 *
 * @param otherwise the text, in the manual's notation, that stands for an absent key: a scalar, or
 *     a list {@code [a, b]} of plain ones; null when the key is required or absence has a meaning
 *     of its own
 * @param doc one sentence for the reference page
 */
public record Field<T>(
    String name, Shape<T> shape, boolean required, @Nullable String otherwise, String doc) {
  public static <T> Field<T> required(String name, Shape<T> shape, String doc) {
    return new Field<>(name, shape, true, null, doc);
  }

  /** Absent means {@link Values#find} gives null. */
  public static <T> Field<T> optional(String name, Shape<T> shape, String doc) {
    return new Field<>(name, shape, false, null, doc);
  }

  public static <T> Field<T> optional(String name, Shape<T> shape, String otherwise, String doc) {
    return new Field<>(name, shape, false, otherwise, doc);
  }

  /** What stands for an absent key; null when nothing does. */
  @Nullable Node otherwiseAt(Place place) {
    String text = otherwise;
    if (text == null || !text.startsWith("[")) {
      return text == null ? null : new Node.ScalarNode(place, text);
    }
    return new Node.ListNode(
        place, items(text).stream().<Node>map(item -> new Node.ScalarNode(place, item)).toList());
  }

  /** As a JSON Schema has it. */
  Object otherwiseInSchema(String text) {
    return text.startsWith("[") ? items(text) : text;
  }

  private static List<String> items(String list) {
    String inner = list.substring(1, list.length() - 1);
    return inner.isEmpty() ? List.of() : List.of(inner.split(", "));
  }

  /** Keys that several documents share, and one document's own after them. */
  public static List<Field<?>> join(List<Field<?>> shared, Field<?>... own) {
    List<Field<?>> all = new ArrayList<>(shared);
    all.addAll(List.of(own));
    return List.copyOf(all);
  }
}
