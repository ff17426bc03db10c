package jigi.base.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code NAME=value} lines of files that others keep; nothing in them is executed. */
public final class EnvLines {
  private EnvLines() {}

  /**
   * Quotes, {@code export} and comments are taken off; what is no such line is passed over. Of a
   * name that stands there twice the last one counts.
   */
  public static Map<String, String> parse(String text) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String raw : text.split("\\R")) {
      String line = raw.strip().replaceFirst("^export\\s+", "");
      int at = line.indexOf('=');
      if (at > 0 && !line.startsWith("#")) {
        all.put(line.substring(0, at).strip(), unquoted(line.substring(at + 1).strip()));
      }
    }
    return all;
  }

  private static String unquoted(String value) {
    if (value.length() >= 2
        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
        && value.indexOf(value.charAt(0), 1) > 0) {
      return value.substring(1, value.indexOf(value.charAt(0), 1));
    }
    int comment = value.indexOf(" #");
    return comment < 0 ? value : value.substring(0, comment).strip();
  }
}
