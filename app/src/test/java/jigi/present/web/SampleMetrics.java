package jigi.present.web;

import java.time.Duration;
import java.time.Instant;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.present.api.MetricQueries;

/** A real metric store in memory, with a minute of two systems' probes in it. */
final class SampleMetrics implements MetricQueries {
  private final EmbeddedMetricStore store = EmbeddedMetricStore.inMemory();

  SampleMetrics() {
    Appender appender = store.appender();
    for (int i = 12; i >= 0; i--) {
      long at = Samples.NOW.minusSeconds(i * 5L).toEpochMilli();
      appender.append(
          Labels.of("__name__", "probe_success", "component", "web", "system", "shop"), at, 0);
      appender.append(
          Labels.of("__name__", "probe_success", "component", "host", "system", "machine"), at, 1);
    }
    appender.commit();
  }

  @Override
  public QueryResult query(Expr expr, Instant at, QueryOptions options) {
    return store.query(expr, at.toEpochMilli(), options);
  }

  @Override
  public QueryResult.Matrix queryRange(
      Expr expr, Instant start, Instant end, Duration step, QueryOptions options) {
    return store.queryRange(
        expr, start.toEpochMilli(), end.toEpochMilli(), step.toMillis(), options);
  }

  @Override
  public MetricStore store() {
    return store;
  }
}
