package jigi.metrics.model;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.Set;
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

  private static final String META = "\\.+*?()[]{}^$";

  private final String name;
  private final Op op;
  private final String value;
  private final @Nullable Pattern pattern;
  private final @Nullable Set<String> alternatives;
  private final @Nullable String prefix;

  /**
   * @throws com.google.re2j.PatternSyntaxException if op is a regular expression that RE2 refuses
   */
  public Matcher(String name, Op op, String value) {
    this.name = name;
    this.op = op;
    this.value = value;
    boolean regex = op == Op.REGEX || op == Op.NOT_REGEX;
    this.alternatives = regex ? literals(value) : op == Op.EQUAL ? Set.of(value) : null;
    this.prefix = regex && alternatives == null ? literalPrefix(value) : null;
    this.pattern = regex && alternatives == null ? Pattern.compile(value, Pattern.DOTALL) : null;
  }

  /** The values that an expression such as {@code a|b} lists; null when it is none of that kind. */
  private static @Nullable Set<String> literals(String regex) {
    for (int i = 0; i < regex.length(); i++) {
      if (META.indexOf(regex.charAt(i)) >= 0) {
        return null;
      }
    }
    return Set.copyOf(Arrays.asList(regex.split("\\|", -1)));
  }

  /** What precedes a closing {@code .*} if it is literal, else null. */
  private static @Nullable String literalPrefix(String regex) {
    if (!regex.endsWith(".*")) {
      return null;
    }
    String prefix = regex.substring(0, regex.length() - 2);
    Set<String> literals = literals(prefix);
    return literals != null && prefix.indexOf('|') < 0 ? prefix : null;
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
    if (alternatives != null) {
      return alternatives.contains(labelValue);
    }
    if (prefix != null) {
      return labelValue.startsWith(prefix);
    }
    return pattern != null && pattern.matches(labelValue);
  }

  /**
   * The only values that EQUAL or REGEX accepts (and NOT_REGEX refuses) where they can be listed;
   * null where they cannot. An index answers them by look-up.
   */
  public @Nullable Set<String> alternatives() {
    return alternatives;
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
