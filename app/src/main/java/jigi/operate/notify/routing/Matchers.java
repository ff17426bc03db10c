package jigi.operate.notify.routing;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on labels in Alertmanager's notation: {@code severity="critical"}, {@code
 * host=~"db-.*"}, or several as {@code {a="b", c!="d"}}
 * (https://prometheus.io/docs/alerting/latest/configuration/#matcher).
 */
public final class Matchers {
  private static final Map<String, Matcher.Op> OPS =
      Map.of(
          "=", Matcher.Op.EQUAL,
          "!=", Matcher.Op.NOT_EQUAL,
          "=~", Matcher.Op.REGEX,
          "!~", Matcher.Op.NOT_REGEX);
  private static final Pattern ONE =
      Pattern.compile(
          "\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|!~|!=|=)\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\"}]*?))"
              + "\\s*(,|$)");

  private Matchers() {}

  /** Null for a text of another notation, an expression that RE2 refuses included. */
  public static @Nullable List<Matcher> parse(String text) {
    String inner = text.strip();
    if (inner.startsWith("{")) {
      if (!inner.endsWith("}")) {
        return null;
      }
      inner = inner.substring(1, inner.length() - 1);
    }
    List<Matcher> all = new ArrayList<>();
    java.util.regex.Matcher found = ONE.matcher(inner);
    int at = 0;
    while (at < inner.length() && !inner.substring(at).isBlank()) {
      if (!found.find(at) || found.start() != at) {
        return null;
      }
      String value = found.group(3) == null ? found.group(4) : unescaped(found.group(3));
      Matcher one = of(found.group(1), found.group(2), value);
      if (one == null) {
        return null;
      }
      all.add(one);
      at = found.end();
    }
    return all.isEmpty() ? null : List.copyOf(all);
  }

  /** Null when the expression is one that RE2 refuses. */
  public static @Nullable Matcher of(String name, String op, String value) {
    try {
      return new Matcher(name, java.util.Objects.requireNonNull(OPS.get(op), op), value);
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  public static boolean all(List<Matcher> matchers, Labels labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }

  /** As {@link #parse} reads it. */
  public static String text(List<Matcher> matchers) {
    return String.join(", ", matchers.stream().map(Matcher::toString).toList());
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n' -> out.append('\n');
        case '"', '\\' -> out.append(next);
        default -> out.append(c).append(next);
      }
    }
    return out.toString();
  }
}
