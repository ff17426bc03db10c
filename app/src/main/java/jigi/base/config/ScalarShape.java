package jigi.base.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A scalar with a notation: text, a number, a duration. */
final class ScalarShape<T> implements Shape<T> {
  private final String title;
  private final String example;
  private final Map<String, Object> schema;
  private final Function<String, @Nullable T> parse;

  /**
   * @param parse null for a text that is not of this notation
   */
  ScalarShape(
      String title,
      String example,
      Map<String, Object> schema,
      Function<String, @Nullable T> parse) {
    this.title = title;
    this.example = example;
    this.schema = new LinkedHashMap<>(schema);
    this.parse = parse;
  }

  @Override
  public @Nullable T read(Node node, Problems problems) {
    if (!(node instanceof Node.ScalarNode scalar)) {
      problems.error(
          node.place(),
          "wrong-type",
          "here must stand " + title + ", not " + node.kind(),
          "write for example " + example);
      return null;
    }
    T value = parse.apply(scalar.text());
    if (value == null) {
      problems.error(
          node.place(),
          "bad-value",
          "not " + title + " (" + scalar.kind() + ")",
          "write for example " + example);
    }
    return value;
  }

  @Override
  public Map<String, Object> schema() {
    return schema;
  }

  @Override
  public String title() {
    return title;
  }
}
