package jigi.detect.rule;

import java.time.Instant;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;

/** What the evaluation of rules asks of the metric store. */
public interface RuleMetrics {
  /** One series of a result, or one to be written. */
  record Point(Labels labels, double value) {}

  /**
   * The expression's result at an instant; a scalar is one point without labels.
   *
   * @throws jigi.metrics.promql.PromQlException when there is no answer
   */
  List<Point> query(Expr expr, Instant at);

  /** Whether a series that matches has a sample that counts at the instant and is not stale. */
  boolean isMeasured(List<Matcher> matchers, Instant at);

  /** Whether a series that matches had any sample, a marker of its end included, of late. */
  boolean isKnown(List<Matcher> matchers, Instant at);

  /** Writes samples of one instant; a NaN marker of {@code StaleMarker} ends a series. */
  void write(List<Point> points, Instant at);
}
