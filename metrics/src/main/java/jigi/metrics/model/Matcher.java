package jigi.metrics.model;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label. A missing label has the value "". Regular expressions follow RE2, are
 * anchored at both ends, and {@code .} matches a newline, as in Prometheus 3.
 */
public final class Matcher {
  /** The four operators, with their PromQL spelling. */
  public enum Op {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String text;

    Op(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final String name;
  private final Op op;
  private final String value;
  private final @Nullable Pattern pattern;

  /**
   * @throws com.google.re2j.PatternSyntaxException if op is a regular expression that RE2 refuses
   */
  public Matcher(String name, Op op, String value) {
    this.name = name;
    this.op = op;
    this.value = value;
    this.pattern =
        op == Op.REGEX || op == Op.NOT_REGEX ? Pattern.compile(value, Pattern.DOTALL) : null;
  }

  public static Matcher equal(String name, String value) {
    return new Matcher(name, Op.EQUAL, value);
  }

  public String name() {
    return name;
  }

  public Op op() {
    return op;
  }

  public String value() {
    return value;
  }

  public boolean matches(String labelValue) {
    return switch (op) {
      case EQUAL -> labelValue.equals(value);
      case NOT_EQUAL -> !labelValue.equals(value);
      case REGEX -> find(labelValue);
      case NOT_REGEX -> !find(labelValue);
    };
  }

  public boolean matches(Labels labels) {
    return matches(labels.getOrEmpty(name));
  }

  private boolean find(String labelValue) {
    return pattern != null && pattern.matches(labelValue);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Matcher matcher
        && name.equals(matcher.name)
        && op == matcher.op
        && value.equals(matcher.value);
  }

  @Override
  public int hashCode() {
    return (name.hashCode() * 31 + op.hashCode()) * 31 + value.hashCode();
  }

  @Override
  public String toString() {
    return name + op.text() + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
