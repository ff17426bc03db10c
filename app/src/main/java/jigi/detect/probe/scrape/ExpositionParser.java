package jigi.detect.probe.scrape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Reads Prometheus's text exposition format 0.0.4 and tolerates OpenMetrics 1.0: its exemplars,
 * timestamps in seconds and {@code # EOF} are understood; quoted names (UTF-8) are too. A line that
 * cannot be read fails the whole scrape, as in Prometheus: half a picture is a wrong one.
 */
public final class ExpositionParser {
  private final String text;
  private final boolean openMetrics;
  private int at;
  private int line = 1;
  private final Comments comments = new Comments();

  private ExpositionParser(String text) {
    this.text = text;
    this.openMetrics = text.endsWith("# EOF\n") || text.endsWith("# EOF");
  }

  /** The text is not in the format. */
  public static final class Bad extends Exception {
    private static final long serialVersionUID = 1;

    Bad(String message) {
      super(message);
    }
  }

  /**
   * @throws Bad for a broken line, or more samples than the limit
   */
  public static List<Sample> parse(String text, int limit) throws Bad {
    return read(text, limit).samples();
  }

  /**
   * Samples, and what comments tell of their types.
   *
   * @throws Bad for a broken line, or more samples than the limit
   */
  public static Exposition read(String text, int limit) throws Bad {
    ExpositionParser parser = new ExpositionParser(text);
    List<Sample> samples = parser.all(limit);
    return new Exposition(samples, parser.comments.families());
  }

  private List<Sample> all(int limit) throws Bad {
    List<Sample> samples = new ArrayList<>();
    while (at < text.length()) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '#') {
        samples.add(sample());
        if (samples.size() > limit) {
          throw new Bad("more than " + limit + " samples ('limit' raises the bound)");
        }
      }
      if (peek() == '#') {
        comments.read(text, at);
      }
      skipLine();
    }
    return samples;
  }

  private Sample sample() throws Bad {
    Map<String, String> labels = new LinkedHashMap<>();
    String name = peek() == '{' ? null : name();
    skipBlanks();
    if (peek() == '{') {
      at++;
      labels(labels);
    }
    if (name != null) {
      labels.put(Labels.METRIC_NAME, name);
    }
    if (!labels.containsKey(Labels.METRIC_NAME)) {
      throw bad("a sample without a name");
    }
    double value = number(word("a value"));
    skipBlanks();
    Instant time = null;
    if (peek() != '\n' && peek() != '#' && peek() != 0) {
      time = timestamp(word("a timestamp"));
      skipBlanks();
    }
    if (peek() != '\n' && peek() != '#' && peek() != 0) {
      throw bad("something after the sample");
    }
    return new Sample(Labels.of(labels), value, time);
  }

  private void labels(Map<String, String> labels) throws Bad {
    for (skipBlanks(); peek() != '}'; skipBlanks()) {
      if (peek() == '"') {
        String quoted = quoted();
        skipBlanks();
        if (peek() == '=') {
          at++;
          skipBlanks();
          put(labels, quoted, quoted());
        } else {
          put(labels, Labels.METRIC_NAME, quoted);
        }
      } else {
        String name = name();
        skipBlanks();
        if (peek() != '=') {
          throw bad("a label without '='");
        }
        at++;
        skipBlanks();
        put(labels, name, quoted());
      }
      skipBlanks();
      if (peek() == ',') {
        at++;
      } else if (peek() != '}') {
        throw bad("labels that are not closed");
      }
    }
    at++;
  }

  private void put(Map<String, String> labels, String name, String value) throws Bad {
    if (labels.put(name, value) != null) {
      throw bad("label " + name + " twice");
    }
  }

  private String name() throws Bad {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at), at == start)) {
      at++;
    }
    if (at == start) {
      throw bad("here must stand a name");
    }
    return text.substring(start, at);
  }

  private static boolean isNamePart(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == ':'
        || (!first && c >= '0' && c <= '9');
  }

  private String quoted() throws Bad {
    if (peek() != '"') {
      throw bad("here must stand a text in double quotes");
    }
    int start = ++at;
    while (at < text.length() && "\"\\\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    return escaped(start);
  }

  private String escaped(int start) throws Bad {
    StringBuilder out = new StringBuilder(text.substring(start, at));
    while (peek() != '"') {
      char c = peek();
      if (c == '\n' || at >= text.length()) {
        throw bad("a text that is not closed");
      }
      at++;
      if (c == '\\') {
        char next = peek();
        at++;
        switch (next) {
          case 'n' -> out.append('\n');
          case '"', '\\' -> out.append(next);
          default -> out.append(c).append(next);
        }
      } else {
        out.append(c);
      }
    }
    at++;
    return out.toString();
  }

  private String word(String what) throws Bad {
    skipBlanks();
    int start = at;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw bad("here must stand " + what);
    }
    return text.substring(start, at);
  }

  private double number(String word) throws Bad {
    Double special = special(word);
    if (special != null) {
      return special;
    }
    char last = word.charAt(word.length() - 1);
    try {
      if (last == 'd' || last == 'D' || last == 'f' || last == 'F') {
        throw new NumberFormatException("a Java suffix");
      }
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw bad("not a number ('" + word + "')");
    }
  }

  private static @Nullable Double special(String word) {
    return switch (word.toLowerCase(java.util.Locale.ROOT)) {
      case "+inf", "inf", "+infinity", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default -> null;
    };
  }

  private Instant timestamp(String word) throws Bad {
    try {
      return openMetrics
          ? Instant.ofEpochMilli(Math.round(Double.parseDouble(word) * 1000))
          : Instant.ofEpochMilli(Long.parseLong(word));
    } catch (NumberFormatException e) {
      throw bad("not a timestamp ('" + word + "')");
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
    line++;
  }

  private Bad bad(String what) {
    return new Bad("line " + line + " of the metrics: " + what);
  }
}
