package jigi.present.api;

import java.time.Duration;
import java.time.Instant;
import jigi.metrics.MetricStore;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;

/** Where PromQL is answered, on threads that may be busy. */
public interface MetricQueries {
  QueryResult query(Expr expr, Instant at, QueryOptions options) throws InterruptedException;

  QueryResult.Matrix queryRange(
      Expr expr, Instant start, Instant end, Duration step, QueryOptions options)
      throws InterruptedException;

  /** For label names, label values and series. */
  MetricStore store();

  default QueryResult query(Expr expr, Instant at) throws InterruptedException {
    return query(expr, at, QueryOptions.DEFAULT);
  }

  default QueryResult.Matrix queryRange(Expr expr, Instant start, Instant end, Duration step)
      throws InterruptedException {
    return queryRange(expr, start, end, step, QueryOptions.DEFAULT);
  }
}
