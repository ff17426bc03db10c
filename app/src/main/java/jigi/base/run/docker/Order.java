package jigi.base.run.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.connect.docker.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * One line of a block: {@code restart shop_web}.
 *
 * @param verb null when it is none
 * @param name a container's, {@code project/service}, or {@code $NAME} of a parameter
 * @param line from 0
 */
record Order(@Nullable Verb verb, String name, int line) {
  private static final Pattern PARAMETER =
      Pattern.compile("\\$(?:\\{([A-Z][A-Z0-9_]*)}|([A-Z][A-Z0-9_]*))");
  private static final String WORD = "[a-zA-Z0-9][a-zA-Z0-9_.-]*";

  enum Verb {
    RESTART,
    START,
    STOP,
    /** Only looks. */
    STATE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Verb of(String word) {
      for (Verb each : values()) {
        if (each.word().equals(word)) {
          return each;
        }
      }
      return null;
    }
  }

  static List<Order> parse(String source) {
    List<Order> all = new ArrayList<>();
    int line = 0;
    for (String text : source.lines().toList()) {
      String[] words = text.strip().split("\\s+", 2);
      if (!text.isBlank() && !text.strip().startsWith("#")) {
        all.add(new Order(Verb.of(words[0]), words.length < 2 ? "" : words[1], line));
      }
      line++;
    }
    return all;
  }

  boolean nameIsGood() {
    return parameter() != null || name.matches(WORD) || name.matches(WORD + "/" + WORD);
  }

  /** The parameter that gives the name; null when it is written out. */
  @Nullable String parameter() {
    Matcher matcher = PARAMETER.matcher(name);
    if (!matcher.matches()) {
      return null;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  /** Null when a parameter holds what is no name. */
  @Nullable Wanted wanted(Map<String, String> values) {
    String parameter = parameter();
    String given = parameter == null ? name : values.getOrDefault(parameter, "");
    if (given.matches(WORD)) {
      return new Wanted.Named(given);
    }
    if (!given.matches(WORD + "/" + WORD)) {
      return null;
    }
    String[] words = given.split("/", 2);
    return new Wanted.Service(words[0], words[1]);
  }
}
