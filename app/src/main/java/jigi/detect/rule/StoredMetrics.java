package jigi.detect.rule;

import java.time.Instant;
import java.util.List;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.Position;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.promql.TimeShift;
import jigi.metrics.storage.Appender;

/** Rules over a metric store. */
public final class StoredMetrics implements RuleMetrics {
  private final MetricStore store;
  private final QueryOptions options;

  public StoredMetrics(MetricStore store, QueryOptions options) {
    this.store = store;
    this.options = options;
  }

  @Override
  public List<Point> query(Expr expr, Instant at) {
    return switch (store.query(expr, at.toEpochMilli(), options)) {
      case QueryResult.Vector vector ->
          vector.samples().stream().map(s -> new Point(s.labels(), s.value())).toList();
      case QueryResult.Scalar scalar -> List.of(new Point(Labels.EMPTY, scalar.value()));
      case QueryResult.StringValue ignored -> List.of();
      case QueryResult.Matrix ignored -> List.of();
    };
  }

  @Override
  public boolean isMeasured(List<Matcher> matchers, Instant at) {
    Expr selector =
        new Expr.VectorSelector(
            null, matchers, new TimeShift(null, null), Expr.Extension.NONE, new Position(0, 0));
    return !query(selector, at).isEmpty();
  }

  @Override
  public boolean isKnown(List<Matcher> matchers, Instant at) {
    long to = at.toEpochMilli();
    return !store.series(matchers, to - options.lookback().toMillis(), to).isEmpty();
  }

  @Override
  public void write(List<Point> points, Instant at) {
    Appender appender = store.appender();
    long millis = at.toEpochMilli();
    // A second evaluation at the same instant says the same, or comes too late to be heard.
    points.forEach(point -> appender.append(point.labels(), millis, point.value()));
    appender.commit();
  }
}
