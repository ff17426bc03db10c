package jigi.detect.probe.scrape;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final byte[] END = "# EOF".getBytes(StandardCharsets.US_ASCII);

  /** All that a double holds exactly, as are the powers of ten by which it may be divided. */
  private static final int EXACT_DIGITS = 15;

  private static final double[] TENS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final byte[] text;
  private final OfferedSeries series;
  private final boolean openMetrics;
  private int at;
  private int line = 1;

  private ExpositionParser(byte[] text, OfferedSeries series) {
    this.text = text;
    this.series = series;
    this.openMetrics = endsWith(text, text.length) || endsWith(text, text.length - 1);
  }

  private static boolean endsWith(byte[] text, int end) {
    int start = end - END.length;
    return start >= 0 && Arrays.equals(text, start, end, END, 0, END.length);
  }

  /** The text is not in the format. */
  public static final class Bad extends Exception {
    private static final long serialVersionUID = 1;

    public Bad(String message) {
      super(message);
    }
  }

  /**
   * @throws Bad for a broken line, or more samples than the limit
   */
  public static List<Sample> parse(String text, int limit) throws Bad {
    OfferedSeries series = new OfferedSeries(labels -> labels);
    return read(text.getBytes(StandardCharsets.UTF_8), limit, series).samples();
  }

  /**
   * Samples, and what comments tell of their types.
   *
   * @param series names them
   * @throws Bad for a broken line, or more samples than the limit
   */
  public static Exposition read(byte[] text, int limit, OfferedSeries series) throws Bad {
    ExpositionParser parser = new ExpositionParser(text, series);
    return parser.all(limit);
  }

  private Exposition all(int limit) throws Bad {
    series.begin();
    List<Sample> samples = new ArrayList<>(series.expected());
    int offered = 0;
    while (at < text.length) {
      skipBlanks();
      if (at < text.length && text[at] != '\n' && text[at] != '#') {
        Sample sample = sample();
        if (++offered > limit) {
          throw new Bad("more than " + limit + " samples ('limit' raises the bound)");
        }
        if (sample != null) {
          samples.add(sample);
        }
      }
      int start = at;
      boolean comment = peek() == '#';
      skipLine();
      if (comment) {
        series.comment(text, start, at);
      }
    }
    return new Exposition(samples, series.scraped(text, offered), offered);
  }

  /** Null for one that is dropped. */
  private @Nullable Sample sample() throws Bad {
    Labels labels = series();
    double value = value();
    skipBlanks();
    Instant time = null;
    if (peek() != '\n' && peek() != '#' && peek() != 0) {
      time = timestamp(word("a timestamp"));
      skipBlanks();
    }
    if (peek() != '\n' && peek() != '#' && peek() != 0) {
      throw bad("something after the sample");
    }
    return labels.size() == 0 ? null : new Sample(labels, value, time);
  }

  private Labels series() throws Bad {
    Labels expected = series.next(text, at);
    if (expected != null) {
      at = series.end();
      return expected;
    }
    int start = at;
    int end = endOfLabels();
    Labels known = series.find(text, start, end);
    if (known == null) {
      Map<String, String> labels = labels();
      if (at < end) {
        throw bad("something between the name and the value");
      }
      known = series.keep(Labels.of(labels), start, end);
    }
    at = end;
    return known;
  }

  /** Where name and labels end if they are well written; whether they are is not looked at. */
  private int endOfLabels() {
    int i = at;
    while (i < text.length && text[i] != '{' && !isBlank(text[i]) && text[i] != '\n') {
      i++;
    }
    int afterName = i;
    while (i < text.length && isBlank(text[i])) {
      i++;
    }
    if (i >= text.length || text[i] != '{') {
      return afterName;
    }
    boolean quoted = false;
    for (i++; i < text.length && text[i] != '\n'; i++) {
      byte c = text[i];
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == '}' && !quoted) {
        return i + 1;
      }
    }
    return Math.min(i, text.length);
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private Map<String, String> labels() throws Bad {
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
    return labels;
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
    while (at < text.length && isNamePart(text[at], at == start)) {
      at++;
    }
    if (at == start) {
      throw bad("here must stand a name");
    }
    return utf8(start, at);
  }

  private String utf8(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  private static boolean isNamePart(byte c, boolean first) {
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
    while (at < text.length && text[at] != '"' && text[at] != '\\' && text[at] != '\n') {
      at++;
    }
    if (peek() == '"') {
      return utf8(start, at++);
    }
    return escaped(start);
  }

  private String escaped(int start) throws Bad {
    StringBuilder out = new StringBuilder(utf8(start, at));
    while (peek() != '"') {
      if (peek() == '\n' || at >= text.length) {
        throw bad("a text that is not closed");
      }
      if (peek() == '\\') {
        char next = at + 1 < text.length ? (char) (text[at + 1] & 0xFF) : 0;
        switch (next) {
          case 'n' -> out.append('\n');
          case '"', '\\' -> out.append(next);
          default -> {
            out.append('\\');
            at--;
          }
        }
        at += 2;
      } else {
        int from = at;
        while (at < text.length && text[at] != '"' && text[at] != '\\' && text[at] != '\n') {
          at++;
        }
        out.append(utf8(from, at));
      }
    }
    at++;
    return out.toString();
  }

  /** A decimal of few digits is exact when its digits are divided; others take the long way. */
  private double value() throws Bad {
    skipBlanks();
    int i = at;
    boolean negative = i < text.length && text[i] == '-';
    i += negative ? 1 : 0;
    long digits = 0;
    int count = 0;
    int point = -1;
    for (; i < text.length && count <= EXACT_DIGITS; i++) {
      byte c = text[i];
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
        count++;
      } else if (c == '.' && point < 0) {
        point = count;
      } else {
        break;
      }
    }
    boolean ended = i >= text.length || text[i] == '\n' || isBlank(text[i]);
    if (!ended || count == 0 || count > EXACT_DIGITS) {
      return number(word("a value"));
    }
    at = i;
    double value = point < 0 ? digits : digits / TENS[count - point];
    return negative ? -value : value;
  }

  private String word(String what) throws Bad {
    skipBlanks();
    int start = at;
    while (at < text.length && text[at] != '\n' && !isBlank(text[at])) {
      at++;
    }
    if (at == start) {
      throw bad("here must stand " + what);
    }
    return utf8(start, at);
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
    return at < text.length ? (char) (text[at] & 0xFF) : 0;
  }

  private void skipBlanks() {
    while (at < text.length && isBlank(text[at])) {
      at++;
    }
  }

  private void skipLine() {
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    at = Math.min(at + 1, text.length);
    line++;
  }

  private Bad bad(String what) {
    return new Bad("line " + line + " of the metrics: " + what);
  }
}
