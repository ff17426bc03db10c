package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.promql.TestCommand.TestSeries;
import org.jspecify.annotations.Nullable;

/** The short notation of series: {@code up{job="a"} 0+1x5 _ stale NaN}. */
final class SeriesNotation {
  private final String text;
  private int at;
  private final List<@Nullable Double> points = new ArrayList<>();
  private int firstHistogram = -1;

  private SeriesNotation(String text) {
    this.text = text;
  }

  static TestSeries parse(String text) {
    return new SeriesNotation(text).series();
  }

  private TestSeries series() {
    Labels labels = labels();
    boolean startTimestamps = text.startsWith("@st", at);
    at += startTimestamps ? 3 : 0;
    if (startTimestamps) {
      return new TestSeries(labels, List.of(), -1, true);
    }
    while (true) {
      skipSpace();
      if (at >= text.length()) {
        return new TestSeries(labels, points, firstHistogram, false);
      }
      item();
    }
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
      for (skipSpace(); text.charAt(at) != '}'; skipSpace()) {
        pair(map);
      }
      at++;
    }
    return Labels.of(map);
  }

  private void pair(TreeMap<String, String> map) {
    boolean quoted = "\"'`".indexOf(text.charAt(at)) >= 0;
    String name = quoted ? string() : word();
    skipSpace();
    if (text.charAt(at) == '=') {
      at++;
      skipSpace();
      map.put(name, string());
    } else {
      map.put(Labels.METRIC_NAME, name);
    }
    skipSpace();
    if (text.charAt(at) == ',') {
      at++;
    } else if (text.charAt(at) != '}') {
      throw new IllegalArgumentException("unexpected '" + text.charAt(at) + "' in labels");
    }
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
    char quote = text.charAt(at++);
    while (text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    return Numbers.unquote(text.substring(start, ++at));
  }

  private void item() {
    if (text.startsWith("{{", at)) {
      firstHistogram = firstHistogram < 0 ? points.size() : firstHistogram;
      at = text.indexOf("}}", at) + 2;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at = text.indexOf("}}", at) + 2;
      }
      int end = endOfItem();
      at = end;
      return;
    }
    int end = endOfItem();
    expand(text.substring(at, end));
    at = end;
  }

  private int endOfItem() {
    int end = at;
    while (end < text.length() && !Text.isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** {@code a}, {@code axn} or {@code a+bxn}, where a may be a gap or a marker. */
  private void expand(String item) {
    int times = item.lastIndexOf('x');
    int count = times < 0 ? 0 : Integer.parseInt(item, times + 1, item.length(), 10);
    String base = times < 0 ? item : item.substring(0, times);
    if (base.equals("_")) {
      for (int i = 0; i < (times < 0 ? 1 : count); i++) {
        points.add(null);
      }
      return;
    }
    if (base.equals("stale")) {
      for (int i = 0; i <= count; i++) {
        points.add(StaleMarker.VALUE);
      }
      return;
    }
    int sign = times < 0 ? -1 : signOfIncrement(base);
    double value = required(sign < 0 ? base : base.substring(0, sign));
    double increment = sign < 0 ? 0 : required(base.substring(sign));
    for (int i = 0; i <= count; i++) {
      points.add(value);
      value += increment;
    }
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

  private static double required(String text) {
    Double value = number(text);
    if (value == null) {
      throw new IllegalArgumentException("not a number: " + text);
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
