package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import org.jspecify.annotations.Nullable;

/** Reads the notation of {@link SeriesNotation}. */
final class SeriesNotationParser {
  private static final int MOST_POINTS = 1_000_000;

  private final String text;
  private int at;
  private final List<@Nullable Double> points = new ArrayList<>();
  private int firstHistogram = -1;

  SeriesNotationParser(String text) {
    this.text = text;
  }

  SeriesNotation parse() {
    Labels labels = labels();
    if (text.startsWith("@st", at)) {
      return new SeriesNotation(labels, List.of(), -1, true);
    }
    skipSpace();
    while (at < text.length()) {
      item();
      skipSpace();
    }
    return new SeriesNotation(labels, points, firstHistogram, false);
  }

  private void skipSpace() {
    while (at < text.length() && Text.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private Labels labels() {
    TreeMap<String, String> map = new TreeMap<>();
    String name = word();
    if (!name.isEmpty()) {
      map.put(Labels.METRIC_NAME, name);
    }
    if (at < text.length() && text.charAt(at) == '{') {
      at++;
      for (skipSpace(); next() != '}'; skipSpace()) {
        pair(map);
      }
      at++;
    }
    return Labels.of(map);
  }

  private void pair(TreeMap<String, String> map) {
    boolean quoted = isQuote(next());
    String name = quoted ? string() : word();
    skipSpace();
    if (next() == '=') {
      at++;
      skipSpace();
      map.put(name, string());
    } else {
      map.put(Labels.METRIC_NAME, name);
    }
    skipSpace();
    if (next() == ',') {
      at++;
    } else if (next() != '}') {
      throw malformed(at, "unexpected '" + next() + "' in labels");
    }
  }

  /** The character that stands here, inside the braces of labels. */
  private char next() {
    if (at >= text.length()) {
      throw malformed(at, "the labels are not closed");
    }
    return text.charAt(at);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private static SeriesNotation.Malformed malformed(int offset, String message) {
    return new SeriesNotation.Malformed(offset, message);
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (Text.isAlpha(text.charAt(at))
            || Text.isDigit(text.charAt(at))
            || text.charAt(at) == ':')) {
      at++;
    }
    return text.substring(start, at);
  }

  private String string() {
    int start = at;
    char quote = next();
    if (!isQuote(quote)) {
      throw malformed(at, "the value of a label stands in quotes");
    }
    at++;
    while (next() != quote) {
      at += next() == '\\' && quote != '`' ? 2 : 1;
    }
    try {
      return Numbers.unquote(text.substring(start, ++at));
    } catch (IllegalArgumentException e) {
      throw malformed(start, String.valueOf(e.getMessage()));
    }
  }

  private void item() {
    int start = at;
    if (text.startsWith("{{", at)) {
      firstHistogram = firstHistogram < 0 ? points.size() : firstHistogram;
      at = afterBraces(at);
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at = afterBraces(at);
      }
      at = endOfItem();
      return;
    }
    at = endOfItem();
    expand(text.substring(start, at), start);
  }

  private int afterBraces(int from) {
    int close = text.indexOf("}}", from);
    if (close < 0) {
      throw malformed(from, "the histogram is not closed");
    }
    return close + 2;
  }

  private int endOfItem() {
    int end = at;
    while (end < text.length() && !Text.isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** {@code a}, {@code axn} or {@code a+bxn}, where a may be a gap or a marker. */
  private void expand(String item, int start) {
    int times = item.lastIndexOf('x');
    int count = times < 0 ? 0 : count(item.substring(times + 1), start + times + 1);
    String base = times < 0 ? item : item.substring(0, times);
    if (base.equals("_")) {
      add(times < 0 ? 1 : count, null, 0, start);
    } else if (base.equals("stale")) {
      add(count + 1, StaleMarker.VALUE, 0, start);
    } else {
      int sign = times < 0 ? -1 : signOfIncrement(base);
      double value = required(sign < 0 ? base : base.substring(0, sign), start);
      add(count + 1, value, sign < 0 ? 0 : required(base.substring(sign), start + sign), start);
    }
  }

  private void add(int times, @Nullable Double first, double increment, int start) {
    if (points.size() + (long) times > MOST_POINTS) {
      throw malformed(start, "a series has at most " + MOST_POINTS + " points");
    }
    Double value = first;
    for (int i = 0; i < times; i++) {
      points.add(value);
      // What marks an end or a gap must stay that very value.
      value = value == null || increment == 0 ? value : Double.valueOf(value + increment);
    }
  }

  private static int count(String digits, int start) {
    if (!digits.matches("[0-9]{1,9}")) {
      throw malformed(start, "after 'x' stands how often, not '" + digits + "'");
    }
    return Integer.parseInt(digits);
  }

  private static int signOfIncrement(String base) {
    for (int i = 1; i < base.length(); i++) {
      char c = base.charAt(i);
      char before = base.charAt(i - 1);
      if ((c == '+' || c == '-') && before != 'e' && before != 'E') {
        return i;
      }
    }
    return -1;
  }

  private static double required(String text, int start) {
    Double value = number(text);
    if (value == null) {
      throw malformed(start, "not a number: " + text);
    }
    return value;
  }

  static @Nullable Double number(String text) {
    boolean negative = text.startsWith("-");
    String plain = negative || text.startsWith("+") ? text.substring(1) : text;
    Double value = Numbers.parse(plain);
    return value == null ? null : negative ? -value : value;
  }
}
