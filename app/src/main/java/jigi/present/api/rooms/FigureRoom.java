package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.present.api.MetricQueries;
import jigi.present.api.view.Beats;
import jigi.present.api.view.Chart;
import jigi.present.api.view.Figure;
import org.jspecify.annotations.Nullable;

/** Key figures and lines of a component, from the samples of its probes. */
final class FigureRoom {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SLICE = Duration.ofMinutes(10);

  private final MetricQueries metrics;
  private final InstantSource clock;

  FigureRoom(MetricQueries metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  List<Figure> figures(String system, String component) {
    String of = selector(system, component);
    Double up = number("avg(avg_over_time(probe_success" + of + "[1d])) * 100");
    Double errors = number("(1 - avg(avg_over_time(probe_success" + of + "[1h]))) * 100");
    Double took = number("avg(avg_over_time(probe_duration_seconds" + of + "[1h])) * 1000");
    return List.of(
        new Figure("uptime", up, "%", up != null && up < 99),
        new Figure("latency", took, "ms", false),
        new Figure("errors", errors, "%", errors != null && errors > 1));
  }

  List<Chart> charts(String system, String component) {
    Instant to = clock.instant();
    Instant from = to.minus(DAY);
    List<Chart.Point> points =
        line(
            "avg(avg_over_time(probe_duration_seconds" + selector(system, component) + "[10m]))",
            from,
            to);
    boolean any = points.stream().anyMatch(point -> !Double.isNaN(point.value()));
    return any ? List.of(new Chart("probe_duration_seconds", "s", from, to, points)) : List.of();
  }

  /** The day in slices: failed when any probe failed in it; unknown when none was measured. */
  Beats day(String system, String component) {
    Instant to = clock.instant();
    List<Chart.Point> points =
        line(
            "min(min_over_time(probe_success" + selector(system, component) + "[10m]))",
            to.minus(DAY),
            to);
    StringBuilder marks = new StringBuilder();
    boolean begun = false;
    for (Chart.Point point : points) {
      boolean measured = !Double.isNaN(point.value());
      begun |= measured;
      marks.append(measured ? (point.value() >= 1 ? 'o' : 'f') : begun ? 'u' : '-');
    }
    return new Beats(marks.toString(), DAY);
  }

  private static String selector(String system, String component) {
    return "{system=\"" + system + "\",component=\"" + component + "\"}";
  }

  private @Nullable Double number(String query) {
    try {
      QueryResult result = metrics.query(PromQl.parse(query), clock.instant());
      return result instanceof QueryResult.Vector vector && !vector.samples().isEmpty()
          ? Double.valueOf(vector.samples().getFirst().value())
          : null;
    } catch (PromQlException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private List<Chart.Point> line(String query, Instant from, Instant to) {
    TreeMap<Long, Double> known = new TreeMap<>();
    try {
      QueryResult.Matrix matrix = metrics.queryRange(PromQl.parse(query), from, to, SLICE);
      for (QueryResult.Points points : matrix.series()) {
        for (int i = 0; i < points.size(); i++) {
          known.put(points.timestampsMs()[i], points.values()[i]);
        }
      }
    } catch (PromQlException e) {
      known.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Chart.Point> line = new ArrayList<>();
    long end = to.toEpochMilli();
    for (long at = from.toEpochMilli(); at <= end; at += SLICE.toMillis()) {
      line.add(new Chart.Point(Instant.ofEpochMilli(at), known.getOrDefault(at, Double.NaN)));
    }
    return line;
  }
}
