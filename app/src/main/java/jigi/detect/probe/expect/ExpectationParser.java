package jigi.detect.probe.expect;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Nearest;
import jigi.detect.inventory.Bytes;
import org.jspecify.annotations.Nullable;

/** Reads one expectation: {@code subject operator value}. */
final class ExpectationParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> TEXT_TESTS =
      Set.of("==", "!=", "starts", "ends", "contains", "lacks", "matches");

  private final String text;
  private final Set<String> subjects;
  private int at;

  ExpectationParser(String text, Set<String> subjects) {
    this.text = text;
    this.subjects = subjects;
  }

  /** The text is no expectation. */
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1;

    private final int column;
    private final String hint;

    Bad(int column, String what, String hint) {
      super(what);
      this.column = column;
      this.hint = hint;
    }

    /** From 0, where the fault begins. */
    int column() {
      return column;
    }

    String hint() {
      return hint;
    }
  }

  Expectation parse() throws Bad {
    int start = skip();
    String subject = word();
    if (!subjects.contains(subject)) {
      throw new Bad(
          start, "there is no such subject ('" + subject + "')", Nearest.hint(subject, subjects));
    }
    Expectation.Judge judge =
        switch (subject) {
          case "time" ->
              duration("time", seconds -> "it took " + Math.round(seconds * 1000) + "ms");
          case "age", "left" -> duration(subject, seconds -> subject + " is " + rounded(seconds));
          case "size", "dangling-size" -> bytes(subject);
          case "body", "output" -> textTest(seen -> seen.text());
          case "json" -> json();
          case "header" -> header();
          case "fresh" -> fresh();
          default -> number(subject);
        };
    int rest = skip();
    if (rest < text.length()) {
      throw new Bad(
          rest,
          "nothing more may stand here ('" + text.substring(rest) + "')",
          "one expectation is one comparison; write several as a list");
    }
    return new Expectation(text.strip(), subject, judge);
  }

  private Expectation.Judge number(String subject) throws Bad {
    String op = operator(COMPARISONS);
    double wanted = number();
    return seen -> compare(seen.number(subject), op, wanted, v -> subject + " is " + plain(v));
  }

  private Expectation.Judge duration(String subject, DoubleFunction<String> objection) throws Bad {
    String op = operator(COMPARISONS);
    int start = skip();
    Duration wanted = Durations.parse(word());
    if (wanted == null) {
      throw new Bad(
          start, "here must stand a duration", "write for example " + subject + " < 500ms");
    }
    double seconds = wanted.toMillis() / 1000.0;
    return seen -> compare(seen.number(subject), op, seconds, objection);
  }

  private static String rounded(double seconds) {
    return Durations.format(Duration.ofSeconds(Math.round(seconds)));
  }

  private Expectation.Judge bytes(String subject) throws Bad {
    String op = operator(COMPARISONS);
    int start = skip();
    Long wanted = Bytes.parse(word());
    if (wanted == null) {
      throw new Bad(
          start, "here must stand an amount of data", "write for example " + subject + " > 1MB");
    }
    return seen ->
        compare(seen.number(subject), op, wanted, v -> subject + " is " + Bytes.format(v));
  }

  private Expectation.Judge textTest(java.util.function.Function<Seen, String> source) throws Bad {
    String op = operator(TEXT_TESTS);
    if (op.equals("matches")) {
      Pattern pattern = regex();
      return seen -> pattern.matcher(source.apply(seen)).find() ? null : quoted(source.apply(seen));
    }
    String wanted = string();
    return seen -> test(source.apply(seen), op, wanted) ? null : quoted(source.apply(seen));
  }

  private Expectation.Judge header() throws Bad {
    int start = skip();
    if (start >= text.length() || text.charAt(start) != '"') {
      throw new Bad(
          start,
          "here must stand the header's name in double quotes",
          "write for example header \"Content-Type\" starts \"text/html\"");
    }
    String name = string();
    Expectation.Judge judge =
        textTest(
            seen -> {
              String value = seen.header().apply(name);
              return value == null ? "" : value;
            });
    return seen ->
        seen.header().apply(name) == null ? "there is no header " + name : judge.objection(seen);
  }

  private Expectation.Judge json() throws Bad {
    int start = skip();
    int end = start;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    JsonPath path = JsonPath.parse(text.substring(start, end));
    if (path == null) {
      throw new Bad(start, "not a path into JSON", "write for example json $.status == \"UP\"");
    }
    at = end;
    String op = operator(COMPARISONS);
    int valueStart = skip();
    if (valueStart < text.length() && text.charAt(valueStart) == '"') {
      String wanted = string();
      return seen -> path.compareText(seen.text(), op, wanted);
    }
    String literal = word();
    if (Set.of("true", "false", "null").contains(literal)) {
      return seen -> path.compareText(seen.text(), op, literal);
    }
    at = valueStart;
    if (!literal.isEmpty() && Character.isLetter(literal.charAt(0))) {
      throw new Bad(
          valueStart,
          "here must stand a number, or a text in double quotes",
          "write \"" + literal + "\"");
    }
    double wanted = number();
    return seen -> path.compareNumber(seen.text(), op, wanted);
  }

  private Expectation.Judge fresh() throws Bad {
    int start = skip();
    Pattern pattern = compile(string(), start);
    expect("within");
    int durationStart = skip();
    Duration within = Durations.parse(word());
    if (within == null || within.isZero()) {
      throw new Bad(
          durationStart,
          "here must stand a duration",
          "write for example fresh \"OK (.*)\" within 2m");
    }
    return seen -> Freshness.objection(seen, pattern, within);
  }

  static @Nullable String compare(
      double seen, String op, double wanted, DoubleFunction<String> objection) {
    boolean holds =
        switch (op) {
          case "==" -> seen == wanted;
          case "!=" -> seen != wanted;
          case "<" -> seen < wanted;
          case "<=" -> seen <= wanted;
          case ">" -> seen > wanted;
          case ">=" -> seen >= wanted;
          default -> throw new IllegalStateException("not a comparison: " + op);
        };
    return holds ? null : objection.apply(seen);
  }

  private static boolean test(String seen, String op, String wanted) {
    return switch (op) {
      case "==" -> seen.equals(wanted);
      case "!=" -> !seen.equals(wanted);
      case "starts" -> seen.startsWith(wanted);
      case "ends" -> seen.stripTrailing().endsWith(wanted);
      case "contains" -> seen.contains(wanted);
      case "lacks" -> !seen.contains(wanted);
      default -> throw new IllegalStateException("not a test of text: " + op);
    };
  }

  /** At most 60 characters, in quotes. */
  static String quoted(String seen) {
    String line = seen.strip();
    return "it is \"" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + '"';
  }

  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private int skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private String word() {
    int start = skip();
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "._-+".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  /** What is left, for a hint. */
  private String rest(int start) {
    String left = text.substring(Math.min(start, text.length())).strip();
    return left.isEmpty() ? "…" : left;
  }

  private void expect(String wanted) throws Bad {
    int start = skip();
    if (!word().equals(wanted)) {
      throw new Bad(start, "here must stand '" + wanted + "'", "add '" + wanted + "'");
    }
  }

  private String operator(Set<String> operators) throws Bad {
    int start = skip();
    while (at < text.length() && "=!<>".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String operator = at > start ? text.substring(start, at) : word();
    if (!operators.contains(operator)) {
      String hint = operator.equals("=") ? "did you mean '=='?" : "use one of " + join(operators);
      throw new Bad(start, "no such comparison here ('" + operator + "')", hint);
    }
    return operator;
  }

  private static String join(Set<String> operators) {
    return String.join(", ", new TreeSet<>(operators));
  }

  private double number() throws Bad {
    int start = skip();
    String word = word();
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new Bad(start, "here must stand a number ('" + word + "')", "write for example 200");
    }
  }

  private String string() throws Bad {
    int start = skip();
    if (start >= text.length() || text.charAt(start) != '"') {
      throw new Bad(
          start, "here must stand a text in double quotes", "write \"" + rest(start) + "\"");
    }
    StringBuilder out = new StringBuilder();
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        at = i + 1;
        return out.toString();
      }
      boolean escaped =
          c == '\\' && i + 1 < text.length() && "\"\\".indexOf(text.charAt(i + 1)) >= 0;
      out.append(escaped ? text.charAt(++i) : c);
    }
    throw new Bad(start, "the text is not closed", "add the closing double quote");
  }

  private Pattern regex() throws Bad {
    int start = skip();
    if (start < text.length() && text.charAt(start) == '/') {
      int end = text.lastIndexOf('/');
      if (end > start) {
        at = end + 1;
        return compile(text.substring(start + 1, end), start + 1);
      }
    }
    throw new Bad(
        start, "here must stand a pattern between slashes", "write /" + rest(start) + "/");
  }

  private static Pattern compile(String pattern, int column) throws Bad {
    try {
      return Pattern.compile(pattern, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw new Bad(
          column,
          "not a regular expression (" + e.getDescription() + ")",
          "see https://github.com/google/re2/wiki/Syntax");
    }
  }
}
