package jigi.detect.discovery;

import java.util.Locale;
import java.util.Set;

/** Texts of others as a draft may hold them. */
final class DraftText {
  private DraftText() {}

  /** In double quotes, as YAML reads it; nothing in it is substituted. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.replace("${", "$ {").toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < ' ' ? ' ' : c);
      }
    }
    return out.append('"').toString();
  }

  /** One line of a comment. */
  static String comment(String text) {
    return "# " + text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  /** A name that the manual takes and that nobody else has yet. */
  static String name(String wanted, Set<String> taken) {
    String bare =
        wanted
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[^a-z0-9]+|-+$", "");
    String name = bare.isEmpty() ? "unnamed" : bare;
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }
}
