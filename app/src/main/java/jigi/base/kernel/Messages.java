package jigi.base.kernel;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one catalogue of visible texts: {@code messages/<room>.properties}, in UTF-8, with a key per
 * text and language ({@code run.state.waiting.ko=대기}). Arguments are named: {@code {host}}; a
 * Korean particle after one is written in both forms, {@code {host}이(가)}. A room's file is read
 * when a text is wanted that those before it lack: most commands need the first one only.
 */
public final class Messages {
  private static final Pattern ARGUMENT = Pattern.compile("\\{([a-zA-Z0-9_-]+)}");

  private final Map<Language, Map<String, String>> texts = new EnumMap<>(Language.class);
  private final Queue<String> unread = new ArrayDeque<>();
  private @Nullable Phrases phrases;

  private Messages(Iterable<String> rooms) {
    rooms.forEach(unread::add);
    for (Language language : Language.values()) {
      texts.put(language, new ConcurrentHashMap<>());
    }
  }

  /**
   * The catalogue's files of the given rooms on the class path.
   *
   * @param rooms those that are wanted most come first
   */
  public static Messages load(Iterable<String> rooms) {
    return new Messages(rooms);
  }

  /** The text; the key itself in brackets when the catalogue lacks it, which a test forbids. */
  public String text(Language language, String key, Map<String, ?> arguments) {
    String pattern = find(language, key);
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
    return find(Language.EN, key) != null;
  }

  /** The text with its arguments' names still in it; empty when the catalogue lacks it. */
  public String pattern(Language language, String key) {
    return Objects.requireNonNullElse(find(language, key), "");
  }

  /** All keys of one language, sorted. */
  public Set<String> keys(Language language) {
    while (readNext()) {
      // Until all are read.
    }
    return new TreeSet<>(in(language).keySet());
  }

  /** The keys of the first room at least, sorted. */
  public Set<String> firstKeys(Language language) {
    if (in(language).isEmpty()) {
      readNext();
    }
    return new TreeSet<>(in(language).keySet());
  }

  private @Nullable String find(Language language, String key) {
    Map<String, String> known = in(language);
    String text = known.get(key);
    while (text == null && readNext()) {
      text = known.get(key);
    }
    // Another thread may have read the last file meanwhile.
    return text == null ? known.get(key) : text;
  }

  private synchronized boolean readNext() {
    String room = unread.poll();
    if (room == null) {
      return false;
    }
    add(room);
    return true;
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
