package jigi.base.kernel;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one catalogue of visible texts: {@code messages/<room>.properties}, in UTF-8, with a key per
 * text and language ({@code run.state.waiting.ko=대기}). Arguments are named: {@code {host}}; a
 * Korean particle after one is written in both forms, {@code {host}이(가)}.
 */
public final class Messages {
  private static final Pattern ARGUMENT = Pattern.compile("\\{([a-zA-Z0-9_-]+)}");

  private final Map<Language, Map<String, String>> texts = new EnumMap<>(Language.class);
  private @Nullable Phrases phrases;

  private Messages() {
    for (Language language : Language.values()) {
      texts.put(language, new HashMap<>());
    }
  }

  /** Reads the catalogue's files of the given rooms from the class path. */
  public static Messages load(Iterable<String> rooms) {
    Messages messages = new Messages();
    for (String room : rooms) {
      messages.add(room);
    }
    return messages;
  }

  /** The text; the key itself in brackets when the catalogue lacks it, which a test forbids. */
  public String text(Language language, String key, Map<String, ?> arguments) {
    String pattern = in(language).get(key);
    if (pattern == null) {
      return "[" + key + "]";
    }
    String text =
        ARGUMENT
            .matcher(pattern)
            .replaceAll(
                match -> {
                  Object value = arguments.get(match.group(1));
                  return Matcher.quoteReplacement(value == null ? "" : value.toString());
                });
    return language == Language.KO ? Particles.decide(text) : text;
  }

  public String text(Language language, String key) {
    return text(language, key, Map.of());
  }

  /** Evidence in the reader's language, see {@link Phrases}. */
  public String evidence(Language language, String english) {
    return language == Language.EN ? english : phrases().say(language, english);
  }

  /** Made at the first use: most commands show none. */
  private synchronized Phrases phrases() {
    Phrases known = phrases;
    if (known == null) {
      known = new Phrases(this);
      phrases = known;
    }
    return known;
  }

  public boolean has(String key) {
    return in(Language.EN).containsKey(key);
  }

  /** The text with its arguments' names still in it; empty when the catalogue lacks it. */
  public String pattern(Language language, String key) {
    return in(language).getOrDefault(key, "");
  }

  /** All keys of one language, sorted. */
  public Set<String> keys(Language language) {
    return new TreeSet<>(in(language).keySet());
  }

  private Map<String, String> in(Language language) {
    return Objects.requireNonNull(texts.get(language));
  }

  private void add(String room) {
    String name = "/messages/" + room + ".properties";
    Properties properties = new Properties();
    try (var in = Messages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue lacks " + name);
      }
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
    for (String key : properties.stringPropertyNames()) {
      put(name, key, properties.getProperty(key));
    }
  }

  private void put(String file, String key, String text) {
    for (Language language : Language.values()) {
      String suffix = "." + language.tag();
      if (key.endsWith(suffix)) {
        String bare = key.substring(0, key.length() - suffix.length());
        if (in(language).put(bare, text) != null) {
          throw new IllegalStateException(file + " defines " + key + " a second time");
        }
        return;
      }
    }
    throw new IllegalStateException(file + ": a key must end in .ko or .en: " + key);
  }
}
