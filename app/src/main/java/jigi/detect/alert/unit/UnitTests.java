package jigi.detect.alert.unit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.config.Place;
import jigi.detect.rule.Template;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.SeriesNotation;
import org.jspecify.annotations.Nullable;

/**
 * One file of tests.
 *
 * @param interval between two evaluations of every group
 * @param fuzzy whether numbers that differ in their last bit are the same
 * @param order groups that are evaluated in this order
 */
record UnitTests(
    List<RuleFile> ruleFiles,
    Duration interval,
    boolean fuzzy,
    List<String> order,
    List<Group> groups) {
  /**
   * @param pattern relative to the file of tests
   */
  record RuleFile(Place place, String pattern) {}

  /**
   * Samples, and what must follow from them.
   *
   * @param name what its author calls it
   * @param step between two points of the input
   */
  record Group(
      Place place,
      @Nullable String name,
      Instant start,
      Duration step,
      List<SeriesNotation> input,
      List<AlertCase> alerts,
      List<ExpressionCase> expressions,
      Template.External external) {
    /** How long the samples are looked at. */
    Duration length() {
      Duration longest = Duration.ZERO;
      for (AlertCase one : alerts) {
        longest = one.after().compareTo(longest) > 0 ? one.after() : longest;
      }
      for (ExpressionCase one : expressions) {
        longest = one.after().compareTo(longest) > 0 ? one.after() : longest;
      }
      return longest;
    }
  }

  /** Which alerts of a name fire at a time after the start. */
  record AlertCase(Place place, Duration after, String alert, List<ExpectedAlert> expected) {}

  /**
   * @param labels with the alert's name
   */
  record ExpectedAlert(Labels labels, Labels annotations) {}

  /** What an expression gives at a time after the start. */
  record ExpressionCase(
      Place place, Duration after, String text, Expr expr, List<ExpectedSample> expected) {}

  record ExpectedSample(Labels labels, double value) {}
}
