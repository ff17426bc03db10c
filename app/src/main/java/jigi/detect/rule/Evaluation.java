package jigi.detect.rule;

import java.time.Instant;
import java.util.List;
import jigi.detect.rule.RuleMetrics.Point;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation of an alerting rule found.
 *
 * @param at when it was evaluated, by which alerts wait
 * @param asked the instant that its expression was asked for, {@code query_offset} before
 * @param active a point for every series for which the rule's condition holds
 */
public record Evaluation(
    String system,
    Rule.Alerting rule,
    Instant at,
    Instant asked,
    List<Point> active,
    Measured measured) {

  /** Tells, for an alert that is no longer in the result, whether that is because it is over. */
  public interface Measured {
    /**
     * @param labels of the expression's result when the alert was last active
     * @param lastActive when that was
     */
    boolean isMeasured(jigi.metrics.model.Labels labels, Instant lastActive);
  }

  /** How the last evaluation of a rule went. {@code error} is null when it went well. */
  public record Outcome(Instant at, java.time.Duration took, int series, @Nullable String error) {}
}
