package jigi.base.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is expected to be: {@code PONG}, or a number behind {@code ==, !=, <, <=, >, >=}.
 */
public record Comparison(String operator, String wanted) {
  private static final Pattern FORM = Pattern.compile("(==|!=|<=|>=|<|>)\\s*(-?\\d+(?:\\.\\d+)?)");

  /** Null when the text begins with an operator and goes on with something else than a number. */
  public static @Nullable Comparison read(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      return new Comparison(form.group(1), form.group(2));
    }
    return text.isBlank() || text.strip().matches("[<>=!].*")
        ? null
        : new Comparison("", text.strip());
  }

  public boolean holds(String actual) {
    if (operator.isEmpty()) {
      return actual.strip().equals(wanted);
    }
    try {
      return holds(Double.compare(Double.parseDouble(actual.strip()), Double.parseDouble(wanted)));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean holds(int sign) {
    return switch (operator) {
      case "==" -> sign == 0;
      case "!=" -> sign != 0;
      case "<" -> sign < 0;
      case "<=" -> sign <= 0;
      case ">" -> sign > 0;
      case ">=" -> sign >= 0;
      default -> throw new IllegalStateException("no operator: " + operator);
    };
  }

  @Override
  public String toString() {
    return operator.isEmpty() ? wanted : operator + " " + wanted;
  }
}
