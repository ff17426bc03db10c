package jigi.detect.discovery;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fills in variables as Compose does: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}},
 * {@code ${NAME-default}}, {@code ${NAME:+other}}, {@code ${NAME:?message}}, {@code $$} for a
 * dollar; defaults may hold variables themselves (Compose specification, "Interpolation").
 */
final class Variables {
  private static final int DEEPEST = 20;

  private final Map<String, String> values;
  private final Set<String> missing = new TreeSet<>();

  Variables(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Names that stand nowhere and have no default. */
  Set<String> missing() {
    return Set.copyOf(missing);
  }

  String fill(String text) {
    return fill(text, 0);
  }

  private String fill(String text, int depth) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '$' || i + 1 == text.length() || depth > DEEPEST) {
        out.append(c);
        i++;
      } else if (text.charAt(i + 1) == '$') {
        out.append('$');
        i += 2;
      } else if (text.charAt(i + 1) == '{') {
        int end = closing(text, i + 2);
        out.append(end < 0 ? text.substring(i) : braced(text.substring(i + 2, end), depth));
        i = end < 0 ? text.length() : end + 1;
      } else {
        int end = name(text, i + 1);
        out.append(end == i + 1 ? "$" : value(text.substring(i + 1, end)));
        i = end;
      }
    }
    return out.toString();
  }

  private static int closing(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '}') {
        open--;
        if (open == 0) {
          return i;
        }
      } else if (text.startsWith("${", i)) {
        open++;
      }
    }
    return -1;
  }

  private static int name(String text, int from) {
    int i = from;
    while (i < text.length()
        && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    return i;
  }

  private String braced(String inner, int depth) {
    int end = name(inner, 0);
    String name = inner.substring(0, end);
    String rest = inner.substring(end);
    boolean orEmpty = rest.startsWith(":");
    String operator = orEmpty ? rest.substring(1) : rest;
    String value = values.get(name);
    boolean absent = value == null || (orEmpty && value.isEmpty());
    if (operator.startsWith("-")) {
      return absent ? fill(operator.substring(1), depth + 1) : known(value);
    }
    if (operator.startsWith("+")) {
      return absent ? "" : fill(operator.substring(1), depth + 1);
    }
    return value(name);
  }

  private static String known(@Nullable String value) {
    return value == null ? "" : value;
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      missing.add(name);
      return "";
    }
    return value;
  }
}
