package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.Position;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.promql.ValueType;
import jigi.present.api.MetricQueries;
import jigi.present.api.http.Problem;
import jigi.present.api.view.Chart;
import jigi.present.api.view.Desk;
import jigi.present.api.view.QueryAnswer;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Questions to the samples, as a person asks them. */
final class QueryRoom implements Desk.Queries {
  private static final int SLICES = 120;
  private static final int SHOWN = 50;

  private final MetricQueries metrics;
  private final InstantSource clock;
  private final Supplier<Collection<String>> systems;

  QueryRoom(MetricQueries metrics, InstantSource clock, Supplier<Collection<String>> systems) {
    this.metrics = metrics;
    this.clock = clock;
    this.systems = systems;
  }

  @Override
  public QueryAnswer ask(Scope scope, String text, Duration span) {
    Duration step = Duration.ofSeconds(Math.max(1, span.toSeconds() / SLICES));
    Instant to = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    Instant from = to.minus(step.multipliedBy(SLICES));
    try {
      Expr expr = narrowed(PromQl.parse(text), scope);
      if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
        return fault(from, to, new QueryAnswer.Fault(expr.type().toString(), -1, -1));
      }
      QueryResult.Matrix found = metrics.queryRange(expr, from, to, step);
      List<QueryAnswer.Series> all = new ArrayList<>();
      found.series().forEach(points -> all.add(series(points, from, to, step)));
      all.sort(
          Comparator.comparing(
              QueryAnswer.Series::value, Comparator.nullsLast(Comparator.reverseOrder())));
      return new QueryAnswer(
          from, to, all.subList(0, Math.min(SHOWN, all.size())), all.size(), null);
    } catch (PromQlException e) {
      Position at = e.position();
      String message = Objects.requireNonNullElse(e.getMessage(), e.code());
      return fault(
          from,
          to,
          new QueryAnswer.Fault(message, at == null ? -1 : at.start(), at == null ? -1 : at.end()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking", e);
    }
  }

  private static QueryAnswer fault(Instant from, Instant to, QueryAnswer.Fault fault) {
    return new QueryAnswer(from, to, List.of(), 0, fault);
  }

  /**
   * A reader of some systems sees the series of those only; naming another system is refused,
   * because a selector's own condition on the system would stand.
   */
  private Expr narrowed(Expr expr, Scope scope) {
    if (scope.sees("*")) {
      return expr;
    }
    List<String> seen = systems.get().stream().filter(scope::sees).sorted().toList();
    if (seen.isEmpty()) {
      throw Problem.forbidden("view", "a system");
    }
    for (Expr.VectorSelector selector : PromQl.selectors(expr)) {
      for (Matcher matcher : selector.matchers()) {
        boolean own = matcher.op() == Matcher.Op.EQUAL && seen.contains(matcher.value());
        if (matcher.name().equals("system") && !own) {
          throw Problem.forbidden("view", "system" + matcher.op().text() + matcher.value());
        }
      }
    }
    String any =
        seen.stream()
            .map(system -> system.replaceAll("([^A-Za-z0-9_-])", "\\\\$1"))
            .collect(Collectors.joining("|"));
    return PromQl.confined(expr, new Matcher("system", Matcher.Op.REGEX, any));
  }

  private static QueryAnswer.Series series(
      QueryResult.Points points, Instant from, Instant to, Duration step) {
    TreeMap<Long, Double> known = new TreeMap<>();
    for (int i = 0; i < points.size(); i++) {
      known.put(points.timestampsMs()[i], points.values()[i]);
    }
    List<Chart.Point> line = new ArrayList<>();
    long end = to.toEpochMilli();
    for (long at = from.toEpochMilli(); at <= end; at += step.toMillis()) {
      line.add(new Chart.Point(Instant.ofEpochMilli(at), known.getOrDefault(at, Double.NaN)));
    }
    return new QueryAnswer.Series(name(points.labels()), last(known, end), line);
  }

  private static @Nullable Double last(TreeMap<Long, Double> known, long end) {
    return known.get(end);
  }

  /** {@code up{job="web"}}, as a query writes it. */
  private static String name(Labels labels) {
    String metric = labels.getOrEmpty(Labels.METRIC_NAME);
    List<String> pairs = new ArrayList<>();
    labels.forEach(
        (name, value) -> {
          if (!name.equals(Labels.METRIC_NAME)) {
            pairs.add(Matcher.equal(name, value).toString());
          }
        });
    return pairs.isEmpty() ? metric : metric + "{" + String.join(", ", pairs) + "}";
  }
}
