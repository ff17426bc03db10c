package jigi.present.api.prometheus;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Durations;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.present.api.MetricQueries;
import jigi.present.api.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The newest sample of each series, for another Prometheus to scrape. A series without an instance
 * says so, as Prometheus does, or it would get ours where labels are honoured.
 */
final class Federation {
  private final MetricQueries metrics;

  Federation(Sources sources) {
    this.metrics = sources.metrics();
  }

  /** A value with the time at which it was measured. */
  private record Newest(long atMs, double value) {}

  /**
   * @param accept the request's header
   */
  Reply federate(Params params, @Nullable String accept) {
    Map<String, Map<Labels, Newest>> families = new TreeMap<>();
    Matcher only = params.only();
    try {
      for (Expr.VectorSelector selector : params.selectors()) {
        collect(only == null ? selector : PromQl.confined(selector, only), params, families);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.cancelled();
    }
    boolean open = OpenMetrics.isWanted(accept);
    StringBuilder out = new StringBuilder();
    families.forEach(
        (name, series) -> {
          // A name that has to be quoted cannot stand in a comment of either format.
          if (name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
            out.append("# TYPE ").append(name).append(open ? " unknown\n" : " untyped\n");
          }
          series.forEach(
              (labels, newest) -> OpenMetrics.sample(labels, newest.value, newest.atMs, open, out));
        });
    return OpenMetrics.reply(open, out);
  }

  /** The instant's answer tells which series live, the range when they were measured. */
  private void collect(Expr selector, Params params, Map<String, Map<Labels, Newest>> families)
      throws InterruptedException {
    QueryOptions options = params.options();
    Instant now = params.now();
    Set<Labels> alive = new HashSet<>();
    if (metrics.query(selector, now, options) instanceof QueryResult.Vector vector) {
      vector.samples().forEach(sample -> alive.add(sample.labels()));
    }
    String window = "[" + Durations.formatMillis(options.lookback().toMillis()) + "]";
    List<QueryResult.Points> all =
        metrics.query(PromQl.parse(selector + window), now, options)
                instanceof QueryResult.Matrix matrix
            ? matrix.series()
            : List.of();
    for (QueryResult.Points points : all) {
      if (alive.contains(points.labels())) {
        int last = points.size() - 1;
        families
            .computeIfAbsent(points.labels().metricName(), name -> new TreeMap<>())
            .put(points.labels(), new Newest(points.timestampsMs()[last], points.values()[last]));
      }
    }
  }
}
