package jigi.present.api.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.promql.ValueType;
import jigi.present.api.MetricQueries;
import jigi.present.api.http.Reply;

/** Queries, and what there is to be queried. */
final class QueryApi {
  private static final int MOST_STEPS = 11_000;

  /** Half, so that a lookback can be added. */
  private static final long LATEST = Long.MAX_VALUE / 2;

  private final MetricQueries metrics;

  QueryApi(Sources sources) {
    this.metrics = sources.metrics();
  }

  Reply query(Params params) {
    Instant at = params.time("time", params.now());
    int limit = params.limit();
    Expr expr = params.query();
    try {
      QueryResult result = metrics.query(expr, at, params.options());
      return Results.of(result, params.textOfQuery(), limit, params.whole());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  Reply range(Params params) {
    Instant start = params.time("start", null);
    Instant end = params.time("end", null);
    if (end.isBefore(start)) {
      throw Refusal.parameter("end", "end timestamp must not be before start time");
    }
    Duration step = params.step();
    if (Duration.between(start, end).dividedBy(step) > MOST_STEPS) {
      throw Refusal.bad(
          "exceeded maximum resolution of 11,000 points per timeseries. "
              + "Try decreasing the query resolution (?step=XX)");
    }
    int limit = params.limit();
    Expr expr = params.query();
    if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
      throw Refusal.parameter(
          "query",
          "invalid expression type \""
              + expr.type().text()
              + "\" for range query, must be Scalar or instant Vector");
    }
    try {
      QueryResult result = metrics.queryRange(expr, start, end, step, params.options());
      return Results.of(result, params.textOfQuery(), limit, params.whole());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static Refusal interrupted() {
    Thread.currentThread().interrupt();
    return Refusal.cancelled();
  }

  /** Exemplars are not kept; a wrong expression is refused nevertheless. */
  Reply exemplars(Params params) {
    to(params);
    params.query();
    return Results.of(List.of());
  }

  Reply format(Params params) {
    return Results.of(PromQl.spread(Params.parse("query", params.textOfQuery())));
  }

  Reply labels(Params params) {
    Set<String> names = new TreeSet<>();
    for (List<Matcher> matchers : params.selections()) {
      names.addAll(metrics.store().labelNames(matchers, from(params), to(params)));
    }
    return Results.of(List.copyOf(names), params.limit());
  }

  Reply values(Params params, String escaped) {
    String name = EscapedName.read(escaped);
    if (name.isEmpty()) {
      throw Refusal.bad("invalid label name: \"\"");
    }
    Set<String> values = new TreeSet<>();
    for (List<Matcher> matchers : params.selections()) {
      values.addAll(metrics.store().labelValues(name, matchers, from(params), to(params)));
    }
    return Results.of(List.copyOf(values), params.limit());
  }

  Reply series(Params params) {
    if (params.all("match[]").isEmpty()) {
      throw Refusal.bad("no match[] parameter provided");
    }
    List<List<Matcher>> selections = params.selections();
    if (selections.size() == 1) {
      return Results.series(
          metrics.store().series(selections.getFirst(), from(params), to(params)), params.limit());
    }
    Set<Labels> all = new TreeSet<>();
    for (List<Matcher> matchers : selections) {
      all.addAll(metrics.store().series(matchers, from(params), to(params)));
    }
    return Results.series(List.copyOf(all), params.limit());
  }

  private static long from(Params params) {
    return Math.max(0, params.millis("start", 0));
  }

  private static long to(Params params) {
    long end = params.millis("end", LATEST);
    if (end < params.millis("start", 0)) {
      throw Refusal.parameter("end", "end timestamp must not be before start timestamp");
    }
    return end;
  }
}
