package jigi.present.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Annotation;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus's own query API, so that Grafana and old scripts need no change. Shapes and error
 * types as in https://prometheus.io/docs/prometheus/latest/querying/api/.
 */
final class PrometheusApi {
  private static final int MOST_STEPS = 11_000;

  private final MetricQueries metrics;

  PrometheusApi(MetricQueries metrics) {
    this.metrics = metrics;
  }

  /** A request that Prometheus would refuse as bad data. */
  private static final class BadData extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadData(String message) {
      super(message);
    }
  }

  List<Route> routes() {
    List<Route> all = new ArrayList<>();
    add(all, "/api/v1/query", "PromQL at an instant; ?query= ?time=", this::query);
    add(all, "/api/v1/query_range", "PromQL over time; ?query= ?start= ?end= ?step=", this::range);
    add(all, "/api/v1/labels", "Names of labels; ?start= ?end=", this::labels);
    add(all, "/api/v1/series", "Series that match; ?match= ?start= ?end=", this::series);
    all.add(
        Route.get(
            "/api/v1/label/{name}/values",
            "Values of a label; ?start= ?end=",
            exchange -> answer(exchange, this::values)));
    return all;
  }

  private void add(
      List<Route> all, String path, String doc, Function<Exchange, Reply.Content> handler) {
    all.add(Route.get(path, doc, exchange -> answer(exchange, handler)));
    all.add(Route.post(path, doc, exchange -> answer(exchange, handler)));
  }

  private Reply answer(Exchange exchange, Function<Exchange, Reply.Content> handler) {
    try {
      return handler.apply(exchange);
    } catch (BadData e) {
      return error(400, "bad_data", String.valueOf(e.getMessage()));
    } catch (PromQlException e) {
      String message = String.valueOf(e.getMessage());
      return switch (e.kind()) {
        case PARSE -> error(400, "bad_data", message);
        case EXECUTION, TOO_MANY_SAMPLES, TOO_MANY_SERIES, TOO_MUCH_MEMORY, UNSUPPORTED ->
            error(422, "execution", message);
        case TIMEOUT -> error(503, "timeout", message);
        case CANCELLED -> error(503, "canceled", message);
      };
    }
  }

  private Reply.Content query(Exchange exchange) {
    String text = need(exchange, "query");
    Expr expr = PromQl.parse(text);
    Instant at = time(exchange.find("time"), "time");
    try {
      if (at == null) {
        at = exchange.now();
      }
      QueryResult result = metrics.query(restricted(exchange, expr), at);
      return success(data(result), result.annotations(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(503, "canceled", "the query was cancelled");
    }
  }

  private Reply.Content range(Exchange exchange) {
    String text = need(exchange, "query");
    Instant start = needTime(exchange, "start");
    Instant end = needTime(exchange, "end");
    Duration step = step(need(exchange, "step"));
    if (end.isBefore(start)) {
      throw new BadData("invalid parameter \"end\": end timestamp must not be before start time");
    }
    if (Duration.between(start, end).dividedBy(step) > MOST_STEPS) {
      throw new BadData(
          "exceeded maximum resolution of 11,000 points per timeseries. "
              + "Try decreasing the query resolution (?step=XX)");
    }
    Expr expr = PromQl.parse(text);
    try {
      QueryResult result = metrics.queryRange(restricted(exchange, expr), start, end, step);
      return success(data(result), result.annotations(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(503, "canceled", "the query was cancelled");
    }
  }

  /** A reader of some systems only sees the series of those systems. */
  private static Expr restricted(Exchange exchange, Expr expr) {
    Matcher only = only(exchange);
    return only == null ? expr : PromQl.withMatcher(expr, only);
  }

  private static @Nullable Matcher only(Exchange exchange) {
    if (exchange.visitor().may("*", "view")) {
      return null;
    }
    String system = exchange.find("system");
    if (system == null || !exchange.visitor().may(system, "view")) {
      throw new BadData("this token sees some systems only: name one with system=");
    }
    return Matcher.equal("system", system);
  }

  private Reply.Content labels(Exchange exchange) {
    Set<String> names = new TreeSet<>();
    for (List<Matcher> matchers : selections(exchange)) {
      names.addAll(metrics.store().labelNames(matchers, from(exchange), to(exchange)));
    }
    return success(List.copyOf(names), List.of(), "");
  }

  private Reply.Content values(Exchange exchange) {
    Set<String> values = new TreeSet<>();
    String name = exchange.variable("name");
    for (List<Matcher> matchers : selections(exchange)) {
      values.addAll(metrics.store().labelValues(name, matchers, from(exchange), to(exchange)));
    }
    return success(List.copyOf(values), List.of(), "");
  }

  private Reply.Content series(Exchange exchange) {
    if (exchange.all("match[]").isEmpty()) {
      throw new BadData("no match[] parameter provided");
    }
    Set<Labels> all = new LinkedHashSet<>();
    for (List<Matcher> matchers : selections(exchange)) {
      all.addAll(metrics.store().series(matchers, from(exchange), to(exchange)));
    }
    return success(all.stream().map(Labels::toMap).toList(), List.of(), "");
  }

  private static List<List<Matcher>> selections(Exchange exchange) {
    Matcher only = only(exchange);
    List<List<Matcher>> all = new ArrayList<>();
    for (String selector : exchange.all("match[]")) {
      if (!(PromQl.parse(selector) instanceof Expr.VectorSelector vector)) {
        throw new BadData("invalid parameter \"match[]\": not a series selector: " + selector);
      }
      all.add(with(vector.matchers(), only));
    }
    return all.isEmpty() ? List.of(with(List.of(), only)) : all;
  }

  private static List<Matcher> with(Collection<Matcher> matchers, @Nullable Matcher only) {
    List<Matcher> all = new ArrayList<>(matchers);
    if (only != null) {
      all.add(only);
    }
    return all;
  }

  private static long from(Exchange exchange) {
    Instant start = time(exchange.find("start"), "start");
    return start == null ? 0 : start.toEpochMilli();
  }

  private static long to(Exchange exchange) {
    Instant end = time(exchange.find("end"), "end");
    return end == null ? Long.MAX_VALUE / 2 : end.toEpochMilli();
  }

  private static Map<String, Object> data(QueryResult result) {
    return switch (result) {
      case QueryResult.Scalar scalar ->
          typed("scalar", PrometheusValues.pair(scalar.timestampMs(), scalar.value()));
      case QueryResult.StringValue string ->
          typed("string", List.of(PrometheusValues.seconds(string.timestampMs()), string.value()));
      case QueryResult.Vector vector -> typed("vector", PrometheusValues.vector(vector));
      case QueryResult.Matrix matrix -> typed("matrix", PrometheusValues.matrix(matrix));
    };
  }

  private static Map<String, Object> typed(String type, Object result) {
    return Map.of("resultType", type, "result", result);
  }

  private static Reply.Content success(Object data, List<Annotation> remarks, String query) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", "success");
    answer.put("data", data);
    for (Annotation.Kind kind : Annotation.Kind.values()) {
      List<String> texts =
          remarks.stream().filter(r -> r.kind() == kind).map(r -> r.inQuery(query)).toList();
      if (!texts.isEmpty()) {
        answer.put(kind == Annotation.Kind.WARN ? "warnings" : "infos", texts);
      }
    }
    return Reply.json(answer);
  }

  private static Reply.Content error(int status, String type, String message) {
    return Reply.json(status, Map.of("status", "error", "errorType", type, "error", message));
  }

  private static String need(Exchange exchange, String name) {
    String value = exchange.find(name);
    if (value == null) {
      throw new BadData("invalid parameter \"" + name + "\": it is missing");
    }
    return value;
  }

  private static Instant needTime(Exchange exchange, String name) {
    Instant time = time(need(exchange, name), name);
    if (time == null) {
      throw new BadData("invalid parameter \"" + name + "\": it is missing");
    }
    return time;
  }

  /** Seconds since the epoch with fractions, or RFC 3339. */
  private static @Nullable Instant time(@Nullable String text, String name) {
    if (text == null) {
      return null;
    }
    try {
      return text.matches("-?[0-9]{1,12}(\\.[0-9]+)?")
          ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000))
          : java.time.OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new BadData(
          "invalid parameter \"" + name + "\": cannot parse \"" + text + "\" to a valid timestamp");
    }
  }

  private static Duration step(String text) {
    Long millis =
        text.matches("[0-9]{1,9}(\\.[0-9]+)?")
            ? Long.valueOf(Math.round(Double.parseDouble(text) * 1000))
            : jigi.metrics.promql.Durations.parseMillis(text);
    if (millis == null || millis <= 0) {
      throw new BadData(
          "invalid parameter \"step\": zero or negative query resolution step widths are not "
              + "accepted. Try a positive integer");
    }
    return Duration.ofMillis(millis);
  }
}
