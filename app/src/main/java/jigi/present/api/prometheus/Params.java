package jigi.present.api.prometheus;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Durations;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryOptions;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, read and refused as Prometheus does, and what its sender may see.
 */
final class Params {
  /** Beyond any retention, and far from where sums of milliseconds overflow. */
  private static final double LATEST_SECONDS = 1e13;

  private final Exchange exchange;
  private final Set<String> systems;

  /**
   * @param systems that exist
   */
  Params(Exchange exchange, Set<String> systems) {
    this.exchange = exchange;
    this.systems = systems;
  }

  Instant now() {
    return exchange.now();
  }

  /** Whether the answer is to be in one piece: to be compressed, or only to be measured. */
  boolean whole() {
    String accepts = exchange.header("accept-encoding");
    return (accepts != null && accepts.contains("gzip")) || exchange.method().equals("HEAD");
  }

  /** Null also for a parameter that is there without a value, which clients send for none. */
  @Nullable String find(String name) {
    String value = exchange.find(name);
    return value == null || value.isEmpty() ? null : value;
  }

  List<String> all(String name) {
    return exchange.all(name);
  }

  String actor() {
    return exchange.visitor().actor();
  }

  /** Whether the sender holds a role on all systems. */
  boolean holds(String role) {
    return exchange.visitor().roles().test("*", role);
  }

  boolean sees(String system) {
    return exchange.visitor().may(system, "view");
  }

  /** The expression of {@code query}, narrowed to what the sender may see. */
  Expr query() {
    Expr expr = parse("query", textOfQuery());
    Matcher only = only();
    return only == null ? expr : PromQl.confined(expr, only);
  }

  String textOfQuery() {
    String text = find("query");
    return text == null ? "" : text;
  }

  static Expr parse(String parameter, String text) {
    try {
      return PromQl.parse(text);
    } catch (PromQlException e) {
      throw Refusal.of(e, parameter);
    }
  }

  /**
   * Null for one who sees everything.
   *
   * @throws Problem 403 for one who sees nothing, or not the system that is named
   */
  @Nullable Matcher only() {
    if (exchange.visitor().may("*", "view")) {
      return null;
    }
    String asked = find("system");
    List<String> seen =
        asked == null
            ? systems.stream().filter(this::sees).sorted().toList()
            : sees(asked) ? List.of(asked) : List.of();
    if (seen.isEmpty()) {
      throw Problem.forbidden("view", asked == null ? "a system" : asked);
    }
    return seen.size() == 1
        ? Matcher.equal("system", seen.getFirst())
        : new Matcher(
            "system",
            Matcher.Op.REGEX,
            String.join("|", seen.stream().map(com.google.re2j.Pattern::quote).toList()));
  }

  /** What {@code match[]} selects, each narrowed to what the sender may see. */
  List<List<Matcher>> selections() {
    List<List<Matcher>> all = new ArrayList<>();
    for (Expr.VectorSelector selector : selectors()) {
      all.add(narrowed(selector.matchers()));
    }
    return all.isEmpty() ? List.of(narrowed(List.of())) : all;
  }

  /** The selectors of {@code match[]} as they stand. */
  List<Expr.VectorSelector> selectors() {
    List<Expr.VectorSelector> all = new ArrayList<>();
    for (String text : exchange.all("match[]")) {
      if (!(parse("match[]", text) instanceof Expr.VectorSelector selector)) {
        throw Refusal.parameter("match[]", "1:1: parse error: not a series selector: " + text);
      }
      all.add(selector);
    }
    return all;
  }

  List<Matcher> narrowed(List<Matcher> matchers) {
    Matcher only = only();
    if (only == null) {
      return matchers;
    }
    List<Matcher> all = new ArrayList<>(matchers);
    all.add(only);
    return all;
  }

  /** How many results are wanted; 0 for all. */
  int limit() {
    return limit("limit");
  }

  int limit(String name) {
    String text = find(name);
    if (text == null) {
      return 0;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 0) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw Refusal.parameter(name, "\"" + text + "\" is not a number");
    }
    throw Refusal.parameter(name, name + " must be non-negative");
  }

  /** Of {@code lookback_delta} and {@code timeout}; a longer time-out than ours is cut. */
  QueryOptions options() {
    QueryOptions options = QueryOptions.DEFAULT;
    String lookback = find("lookback_delta");
    if (lookback != null) {
      options = options.withLookback(duration("lookback_delta", lookback));
    }
    String timeout = find("timeout");
    if (timeout != null) {
      Duration wanted = duration("timeout", timeout);
      QueryOptions.Limits limits = options.limits();
      if (wanted.compareTo(limits.time()) < 0) {
        options = options.withLimits(limits.withTime(wanted));
      }
    }
    return options;
  }

  /**
   * @param fallback null when the parameter must be there
   */
  Instant time(String name, @Nullable Instant fallback) {
    String text = find(name);
    if (text == null && fallback != null) {
      return fallback;
    }
    return instant(name, text == null ? "" : text);
  }

  /** Milliseconds of an optional parameter. */
  long millis(String name, long fallback) {
    String text = find(name);
    return text == null ? fallback : instant(name, text).toEpochMilli();
  }

  /** Seconds since the epoch with fractions, or RFC 3339. */
  private static Instant instant(String name, String text) {
    Double seconds = number(text);
    if (seconds != null && Math.abs(seconds) <= LATEST_SECONDS) {
      return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }
    return switch (text) {
      // The earliest and latest times of Go, which clients send for "no bound".
      case "-292273086-05-16T16:47:06Z" -> Instant.ofEpochSecond((long) -LATEST_SECONDS);
      case "292277025-08-18T07:12:54.999999999Z" -> Instant.ofEpochSecond((long) LATEST_SECONDS);
      default -> {
        try {
          yield OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
          throw Refusal.parameter(name, "cannot parse \"" + text + "\" to a valid timestamp");
        }
      }
    };
  }

  Duration step() {
    String text = find("step");
    Duration step = duration("step", text == null ? "" : text);
    if (step.toMillis() <= 0) {
      throw Refusal.parameter(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    return step;
  }

  /** Seconds, or a duration such as {@code 1h30m}. */
  private static Duration duration(String name, String text) {
    Double seconds = number(text);
    if (seconds != null && Math.abs(seconds) <= LATEST_SECONDS) {
      long nanos = Math.round(seconds * 1e9);
      boolean tiny = name.equals("timeout") && seconds < 0.001;
      return positive(
          name, tiny ? Duration.ofNanos(nanos) : Duration.ofMillis(Math.round(seconds * 1000)));
    }
    Long millis = Durations.parseMillis(text);
    if (millis == null) {
      throw Refusal.parameter(name, "cannot parse \"" + text + "\" to a valid duration");
    }
    return positive(name, Duration.ofMillis(millis));
  }

  private static Duration positive(String name, Duration duration) {
    if (!duration.isPositive() && !name.equals("step")) {
      throw Refusal.parameter(name, "must be positive");
    }
    return duration;
  }

  private static @Nullable Double number(String text) {
    if (!text.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?")) {
      return null;
    }
    return Double.valueOf(text);
  }
}
