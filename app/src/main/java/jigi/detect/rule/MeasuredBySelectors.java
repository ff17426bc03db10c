package jigi.detect.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.detect.rule.Evaluation.Measured;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;

/**
 * Decides by the expression's selectors. Each is narrowed by the alert's labels, so that a series
 * that went stale is not excused by its neighbours; where none of them ever had these labels (they
 * came from {@code label_replace}, say) the selectors are asked as they are.
 */
record MeasuredBySelectors(Expr expr, RuleMetrics metrics, Instant at) implements Measured {
  @Override
  public boolean isMeasured(Labels labels, Instant lastActive) {
    List<List<Matcher>> narrowed = new ArrayList<>();
    for (Expr.VectorSelector selector : PromQl.selectors(expr)) {
      narrowed.add(narrowed(selector.matchers(), labels));
    }
    if (anyAt(narrowed, at)) {
      return true;
    }
    boolean apply = narrowed.stream().anyMatch(each -> metrics.isKnown(each, lastActive));
    return !apply && anyMeasured();
  }

  /** Whether any selector has a fresh series; an expression without selectors needs none. */
  boolean anyMeasured() {
    List<Expr.VectorSelector> selectors = PromQl.selectors(expr);
    return selectors.isEmpty()
        || anyAt(selectors.stream().map(Expr.VectorSelector::matchers).toList(), at);
  }

  private boolean anyAt(List<List<Matcher>> selectors, Instant instant) {
    return selectors.stream().anyMatch(matchers -> metrics.isMeasured(matchers, instant));
  }

  private static List<Matcher> narrowed(List<Matcher> matchers, Labels labels) {
    List<Matcher> all = new ArrayList<>(matchers);
    labels.forEach(
        (name, value) -> {
          if (!name.equals(Labels.METRIC_NAME)) {
            all.add(Matcher.equal(name, value));
          }
        });
    return all;
  }
}
