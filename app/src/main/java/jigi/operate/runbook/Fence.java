package jigi.operate.runbook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the backticks: language, role word, attributes.
 *
 * @param role look, run, verify, undo or probe; null when none is named
 * @param stray a word that is neither role nor attribute; null when there is none
 */
record Fence(
    String language,
    @Nullable String role,
    Map<String, String> attributes,
    @Nullable String stray) {
  static final List<String> ROLES = List.of("look", "run", "verify", "undo", "probe");

  /** Reads {@code sh run on=app note="two words"}. */
  static Fence read(String info, Place place, Problems problems) {
    List<String> words = words(info);
    String language = words.isEmpty() ? "" : words.getFirst();
    String role = null;
    String stray = null;
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String word : words.subList(Math.min(1, words.size()), words.size())) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        String name = word.substring(0, equals);
        if (attributes.put(name, unquoted(word.substring(equals + 1))) != null) {
          problems.error(
              place, "duplicate-attribute", "'" + name + "' stands twice here", "keep one of them");
        }
      } else if (role == null && ROLES.contains(word)) {
        role = word;
      } else if (stray == null) {
        stray = word;
      }
    }
    return new Fence(language, role, attributes, stray);
  }

  private static List<String> words(String info) {
    List<String> words = new java.util.ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : info.strip().toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      }
      if (Character.isWhitespace(c) && !quoted) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static String unquoted(String value) {
    return value.replace("\"", "");
  }
}
