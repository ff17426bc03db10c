package jigi.detect.rule;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;

/** The functions that a rule's template may call, by the names that Prometheus gives them. */
enum TemplateFunctions {
  HUMANIZE("humanize", 1, args -> Humanize.metric(number(args.getFirst()))),
  HUMANIZE_1024("humanize1024", 1, args -> Humanize.binary(number(args.getFirst()))),
  HUMANIZE_PERCENTAGE(
      "humanizePercentage", 1, args -> Humanize.percentage(number(args.getFirst()))),
  HUMANIZE_DURATION("humanizeDuration", 1, args -> Humanize.duration(number(args.getFirst()))),
  HUMANIZE_TIMESTAMP("humanizeTimestamp", 1, args -> Humanize.timestamp(number(args.getFirst()))),
  PRINTF("printf", -1, TemplateFunctions::printf),
  PRINT("print", -1, args -> String.join("", args.stream().map(TemplateFunctions::text).toList())),
  TITLE("title", 1, args -> title(text(args.getFirst()))),
  TO_UPPER("toUpper", 1, args -> text(args.getFirst()).toUpperCase(Locale.ROOT)),
  TO_LOWER("toLower", 1, args -> text(args.getFirst()).toLowerCase(Locale.ROOT)),
  MATCH("match", 2, args -> Pattern.compile(text(args.get(0))).matcher(text(args.get(1))).find()),
  RE_REPLACE_ALL(
      "reReplaceAll",
      3,
      args ->
          Pattern.compile(text(args.get(0)))
              .matcher(text(args.get(2)))
              .replaceAll(text(args.get(1)))),
  STRIP_PORT("stripPort", 1, args -> stripPort(text(args.getFirst()))),
  STRIP_DOMAIN("stripDomain", 1, args -> stripDomain(text(args.getFirst()))),
  PARSE_DURATION("parseDuration", 1, args -> seconds(text(args.getFirst()))),
  /** Asked where the template is rendered. */
  QUERY("query", 1, args -> List.of()),
  FIRST("first", 1, args -> first(args.getFirst())),
  VALUE("value", 1, args -> args.getFirst() instanceof Template.Found f ? f.value() : Double.NaN),
  LABEL(
      "label",
      2,
      args ->
          args.get(1) instanceof Template.Found found
              ? found.labels().getOrDefault(text(args.getFirst()), "")
              : ""),
  STRVALUE(
      "strvalue",
      1,
      args ->
          args.getFirst() instanceof Template.Found found
              ? found.labels().getOrDefault("__value__", "")
              : ""),
  SORT_BY_LABEL("sortByLabel", 2, args -> sorted(text(args.getFirst()), args.get(1))),
  EXTERNAL_URL("externalURL", 0, args -> ""),
  INDEX(
      "index", 2, args -> args.getFirst() instanceof Map<?, ?> map ? found(map, args.get(1)) : ""),
  LEN(
      "len",
      1,
      args ->
          args.getFirst() instanceof List<?> list
              ? (double) list.size()
              : (double) text(args.getFirst()).length()),
  NOT("not", 1, args -> !truth(args.getFirst())),
  AND("and", -1, args -> args.stream().filter(a -> !truth(a)).findFirst().orElse(args.getLast())),
  OR(
      "or",
      -1,
      args -> args.stream().filter(TemplateFunctions::truth).findFirst().orElse(args.getLast())),
  EQ("eq", -1, args -> args.stream().skip(1).anyMatch(a -> equal(args.getFirst(), a))),
  NE("ne", 2, args -> !equal(args.get(0), args.get(1))),
  LT("lt", 2, args -> compare(args) < 0),
  LE("le", 2, args -> compare(args) <= 0),
  GT("gt", 2, args -> compare(args) > 0),
  GE("ge", 2, args -> compare(args) >= 0);

  private final String goName;
  private final int arity;
  private final Function<List<Object>, Object> body;

  TemplateFunctions(String goName, int arity, Function<List<Object>, Object> body) {
    this.goName = goName;
    this.arity = arity;
    this.body = body;
  }

  String goName() {
    return goName;
  }

  /** The number of arguments, -1 for one or more. */
  int arity() {
    return arity;
  }

  Object apply(List<Object> arguments) {
    return body.apply(arguments);
  }

  static @Nullable TemplateFunctions named(String name) {
    for (TemplateFunctions function : values()) {
      if (function.goName.equals(name)) {
        return function;
      }
    }
    return null;
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (TemplateFunctions function : values()) {
      names.add(function.goName);
    }
    return names;
  }

  /** As Go's {@code %v} prints it. */
  static String text(Object value) {
    return switch (value) {
      case Double number -> GoFormat.shortest(number);
      case Map<?, ?> map -> "map[" + joined(map) + "]";
      case Template.Found found -> GoFormat.shortest(found.value());
      default -> value.toString();
    };
  }

  /** As Go's {@code if} takes it: not zero, not empty, not false. */
  static boolean truth(Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case Double number -> number != 0;
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list -> !list.isEmpty();
      default -> !value.toString().isEmpty();
    };
  }

  private static double number(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    try {
      return Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      Duration duration = Durations.parse(value.toString());
      return duration == null ? Double.NaN : duration.toMillis() / 1000.0;
    }
  }

  private static boolean equal(Object a, Object b) {
    return a instanceof Double || b instanceof Double ? number(a) == number(b) : a.equals(b);
  }

  private static int compare(List<Object> args) {
    Object a = args.get(0);
    Object b = args.get(1);
    return a instanceof Double || b instanceof Double
        ? Double.compare(number(a), number(b))
        : text(a).compareTo(text(b));
  }

  /** NaN for no sample: an alert must go out also when its text's question has no answer. */
  private static Object first(Object list) {
    return list instanceof List<?> found && !found.isEmpty() ? found.getFirst() : Double.NaN;
  }

  private static Object sorted(String label, Object list) {
    return list instanceof List<?> found
        ? found.stream()
            .sorted(
                java.util.Comparator.comparing(
                    each ->
                        each instanceof Template.Found one
                            ? one.labels().getOrDefault(label, "")
                            : ""))
            .toList()
        : list;
  }

  private static Object found(Map<?, ?> map, Object key) {
    Object value = map.get(text(key));
    return value == null ? "" : value;
  }

  private static String joined(Map<?, ?> map) {
    Map<String, String> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), String.valueOf(value)));
    return String.join(
        " ", sorted.entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).toList());
  }

  private static Object seconds(String text) {
    Duration duration = Durations.parse(text);
    return duration == null ? Double.NaN : duration.toMillis() / 1000.0;
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    boolean start = true;
    for (char c : text.toCharArray()) {
      out.append(start ? Character.toTitleCase(c) : c);
      start = !Character.isLetterOrDigit(c) && c != '\'';
    }
    return out.toString();
  }

  private static String stripPort(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    if (colon < 0 || hostPort.indexOf(':') != colon && !hostPort.startsWith("[")) {
      return hostPort;
    }
    String host = hostPort.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String stripDomain(String hostPort) {
    String host = stripPort(hostPort);
    if (host.matches("[0-9.]+") || host.contains(":")) {
      return hostPort;
    }
    int dot = host.indexOf('.');
    return dot < 0 ? hostPort : host.substring(0, dot) + hostPort.substring(host.length());
  }

  /**
   * The verbs of Go's fmt that make sense for texts and numbers; others print the value plainly.
   */
  private static String printf(List<Object> args) {
    String format = text(args.getFirst());
    StringBuilder out = new StringBuilder();
    var verbs = VERB.matcher(format);
    int last = 0;
    int next = 1;
    while (verbs.find()) {
      out.append(format, last, verbs.start());
      last = verbs.end();
      char verb = verbs.group(3).charAt(0);
      if (verb == '%') {
        out.append('%');
      } else if (next >= args.size()) {
        out.append("%!").append(verb).append("(MISSING)");
      } else {
        out.append(padded(formatted(verb, verbs.group(2), args.get(next++)), verbs.group(1)));
      }
    }
    return out.append(format.substring(last)).toString();
  }

  private static String formatted(char verb, @Nullable String precision, Object value) {
    int digits = precision == null ? -1 : Integer.parseInt("0" + precision.substring(1));
    return switch (verb) {
      case 'f', 'F' -> GoFormat.fixed(number(value), digits < 0 ? 6 : digits);
      case 'e' -> GoFormat.exponent(number(value), digits < 0 ? 6 : digits);
      case 'g' ->
          digits < 0
              ? GoFormat.shortest(number(value))
              : GoFormat.significant(number(value), digits);
      case 'd' -> GoFormat.fixed(number(value), 0);
      case 'q' -> '"' + text(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case 's', 'v', 't' -> cut(text(value), digits);
      default -> text(value);
    };
  }

  private static String cut(String text, int digits) {
    return digits < 0 || text.length() <= digits ? text : text.substring(0, digits);
  }

  private static String padded(String text, @Nullable String flags) {
    if (flags == null || flags.isEmpty()) {
      return text;
    }
    String signed = flags.contains("+") && !text.startsWith("-") ? "+" + text : text;
    String width = flags.replaceAll("^[+\\- 0]*", "");
    int missing = Math.min(200, width.isEmpty() ? 0 : Integer.parseInt(width)) - signed.length();
    if (missing <= 0) {
      return signed;
    }
    if (flags.contains("-")) {
      return signed + " ".repeat(missing);
    }
    return (flags.startsWith("0") ? "0" : " ").repeat(missing) + signed;
  }

  private static final java.util.regex.Pattern VERB =
      java.util.regex.Pattern.compile("%([+\\- 0]*[0-9]{0,3})(\\.[0-9]{0,3})?([a-zA-Z%])");
}
