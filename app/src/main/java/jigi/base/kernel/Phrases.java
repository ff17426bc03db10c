package jigi.base.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evidence in the reader's language. What a probe saw is one short English sentence wherever it is
 * stored or sent; the catalogue holds the same sentence in every language under one key, so that
 * the key and the arguments are read back from the English text. What the catalogue does not know,
 * such as the words of a server, stays as it is.
 */
public final class Phrases {
  private static final String PREFIX = "evidence.";
  private static final Pattern ARGUMENT = Pattern.compile("\\{([a-zA-Z0-9-]+)}");

  /** Sentences within sentences are no deeper. */
  private static final int DEEPEST = 4;

  /** What is longer is no sentence but something that a server said. */
  private static final int LONGEST = 2000;

  /** Arguments that hold sentences themselves. */
  private static final String SENTENCE = "said";

  /** What surrounds any sentence is taken off before the sentence is looked at. */
  private static final String AROUND = PREFIX + "around.";

  private static final String ANYTHING = "(.+?)";

  /** A semicolon begins the next sentence. */
  private static final String CLAUSE = "((?:(?!; ).)+?)";

  private final Messages messages;
  private final List<Phrase> phrases = new ArrayList<>();

  public Phrases(Messages messages) {
    this.messages = messages;
    for (String key : messages.keys(Language.EN)) {
      if (key.startsWith(PREFIX)) {
        phrases.add(phrase(key, messages.pattern(Language.EN, key)));
      }
    }
    phrases.sort(
        Comparator.comparing((Phrase phrase) -> !phrase.key().startsWith(AROUND))
            .thenComparing(Comparator.comparingInt(Phrase::literal).reversed())
            .thenComparing(Phrase::key));
  }

  /**
   * @param literal how many characters are not arguments: what says most is tried first
   */
  private record Phrase(String key, Pattern pattern, List<String> names, int literal) {
    @Nullable Map<String, String> read(String text) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.matches()) {
        return null;
      }
      Map<String, String> arguments = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        arguments.put(names.get(i), matcher.group(i + 1));
      }
      return arguments;
    }
  }

  private static Phrase phrase(String key, String english) {
    StringBuilder pattern = new StringBuilder();
    List<String> names = new ArrayList<>();
    int end = 0;
    int literal = 0;
    Matcher argument = ARGUMENT.matcher(english);
    while (argument.find()) {
      String between = english.substring(end, argument.start());
      literal += between.length();
      pattern.append(Pattern.quote(between)).append(isOpen(argument.group(1)) ? ANYTHING : CLAUSE);
      names.add(argument.group(1));
      end = argument.end();
    }
    literal += english.length() - end;
    pattern.append(Pattern.quote(english.substring(end)));
    return new Phrase(key, Pattern.compile(pattern.toString(), Pattern.DOTALL), names, literal);
  }

  private static boolean isOpen(String argument) {
    return argument.startsWith(SENTENCE) || argument.equals("text");
  }

  /** The text in the language; the text itself where the catalogue does not know it. */
  public String say(Language language, String english) {
    return english.length() > LONGEST ? english : say(language, english, 0);
  }

  private String say(Language language, String english, int depth) {
    if (language == Language.EN || depth > DEEPEST || english.isBlank()) {
      return english;
    }
    for (Phrase phrase : phrases) {
      Map<String, String> arguments = phrase.read(english);
      if (arguments != null) {
        arguments.replaceAll(
            (name, value) -> name.startsWith(SENTENCE) ? say(language, value, depth + 1) : value);
        return messages.text(language, phrase.key(), arguments);
      }
    }
    return english;
  }
}
