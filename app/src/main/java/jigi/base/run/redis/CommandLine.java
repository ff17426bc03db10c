package jigi.base.run.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a block: the words of a command, as redis-cli takes them apart. A word is one
 * argument, whatever a parameter within it holds.
 *
 * @param line from 0
 * @param fault what is wrong with it; null when nothing is
 */
record CommandLine(List<Word> words, int line, @Nullable String fault) {
  private static final Pattern NAME =
      Pattern.compile("\\$(?:\\{([A-Z][A-Z0-9_]*)}|([A-Z][A-Z0-9_]*))");

  /**
   * @param text with {@code $NAME} where a parameter stands
   * @param plain within single quotes, where nothing is replaced
   */
  record Word(String text, boolean plain) {
    static Word of(String text) {
      return new Word(text, false);
    }

    List<String> names() {
      List<String> names = new ArrayList<>();
      Matcher matcher = NAME.matcher(plain ? "" : text);
      while (matcher.find()) {
        names.add(name(matcher));
      }
      return names;
    }

    private static String name(Matcher matcher) {
      return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    String filled(Map<String, String> values) {
      return plain
          ? text
          : NAME.matcher(text)
              .replaceAll(
                  found -> {
                    String name = found.group(1) == null ? found.group(2) : found.group(1);
                    return Matcher.quoteReplacement(values.getOrDefault(name, found.group()));
                  });
    }
  }

  CommandLine {
    words = List.copyOf(words);
  }

  static List<CommandLine> parse(String source) {
    List<CommandLine> all = new ArrayList<>();
    int line = 0;
    for (String text : source.lines().toList()) {
      if (!text.isBlank() && !text.strip().startsWith("#")) {
        all.add(read(text.strip(), line));
      }
      line++;
    }
    return all;
  }

  private static CommandLine read(String text, int line) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '"' || c == '\'') {
        int end = text.indexOf(c, at + 1);
        if (end < 0) {
          return new CommandLine(words, line, "a quote is never closed (" + c + ")");
        }
        words.add(new Word(text.substring(at + 1, end), c == '\''));
        at = end + 1;
      } else {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
          end++;
        }
        words.add(Word.of(text.substring(at, end)));
        at = end;
      }
    }
    return new CommandLine(words, line, null);
  }

  /** The first word, in capitals. */
  String command() {
    return words.isEmpty() ? "" : words.getFirst().text().toUpperCase(Locale.ROOT);
  }

  List<String> filled(Map<String, String> values) {
    return words.stream().map(word -> word.filled(values)).toList();
  }

  /** As it is written. */
  String shown() {
    return String.join(" ", words.stream().map(Word::text).toList());
  }
}
