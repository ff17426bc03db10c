package jigi.base.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line {@code NAME=value} of a file that others keep, as shells and compose read it. Nothing in
 * it is executed.
 *
 * @param before blanks and {@code export}
 * @param written all behind the sign: quotes and a comment, too
 */
public record EnvLine(String before, String name, String written) {
  private static final Pattern FORM =
      Pattern.compile("(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  /** Between double quotes backslashes escape, between single ones nothing does. */
  private static final Pattern QUOTED =
      Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)')(\\s*|\\s+#.*)", Pattern.DOTALL);

  private static final Pattern EXECUTED = Pattern.compile("(?<!\\\\)(?:\\$\\(|`)");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");

  private static final Pattern COMMENT = Pattern.compile("(^|\\s+)#.*$");

  /** A comment that stays one behind another value. */
  private static final Pattern BEHIND = Pattern.compile("\\s+#.*$");

  /** Null for what is no such line: a comment, a blank one, a mistake. */
  public static @Nullable EnvLine of(String line) {
    Matcher matcher = FORM.matcher(line.stripTrailing());
    return matcher.matches()
        ? new EnvLine(matcher.group(1), matcher.group(2), matcher.group(3))
        : null;
  }

  /**
   * The values of a text by their names; what is no such line is passed over. Of a name that stands
   * there twice the last one counts.
   */
  public static Map<String, String> values(String text) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String each : text.split("\\R")) {
      EnvLine line = of(each);
      String value = line == null ? null : line.value();
      if (line != null && value != null) {
        all.put(line.name(), value);
      }
    }
    return all;
  }

  /** Without its quotes and without a comment behind it; null for a quote that is not closed. */
  public @Nullable String value() {
    if (!written.startsWith("\"") && !written.startsWith("'")) {
      return COMMENT.matcher(written).replaceFirst("").strip();
    }
    Matcher quoted = QUOTED.matcher(written);
    if (!quoted.matches()) {
      return null;
    }
    String literal = quoted.group(2);
    return literal != null ? literal : quoted.group(1).replaceAll("\\\\([\"\\\\$`])", "$1");
  }

  /** Whether a shell would execute something that stands in it. */
  public boolean isExecuted() {
    return !written.startsWith("'") && EXECUTED.matcher(written).find();
  }

  /** The text of the line with another value; a comment and the style of its quotes stay. */
  public String with(String value) {
    return before + name + "=" + again(value);
  }

  private String again(String value) {
    Matcher quoted = QUOTED.matcher(written);
    if (quoted.matches()) {
      boolean literal = quoted.group(2) != null && value.indexOf('\'') < 0;
      return (literal ? "'" + value + "'" : escaped(value)) + quoted.group(3);
    }
    Matcher comment = BEHIND.matcher(written);
    return quoted(value) + (comment.find() ? comment.group() : "");
  }

  /** The text of a new line. */
  public static String made(String name, String value) {
    return name + "=" + quoted(value);
  }

  private static String quoted(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    return value.indexOf('\'') < 0 ? "'" + value + "'" : escaped(value);
  }

  private static String escaped(String value) {
    return '"' + value.replaceAll("([\"\\\\$`])", "\\\\$1") + '"';
  }
}
