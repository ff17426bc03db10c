package jigi.detect.alert;

import java.time.Instant;
import java.util.List;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleMetrics;
import jigi.detect.rule.Template;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;

/**
 * What the texts of a rule ask the metric store, at the instant of the evaluation. A text sees what
 * its rule sees: the series of its system, or all of a global group.
 */
record TextQueries(RuleMetrics metrics, Rule.Alerting rule, String system, Instant at)
    implements Template.Queries {
  private static final String SYSTEM = "system";

  @Override
  public List<Template.Found> ask(String expression) {
    try {
      Expr asked = PromQl.parse(expression);
      Expr confined = isConfined() ? PromQl.confined(asked, Matcher.equal(SYSTEM, system)) : asked;
      return metrics.query(confined, at).stream()
          .map(point -> new Template.Found(point.labels().toMap(), point.value()))
          .toList();
    } catch (PromQlException e) {
      // An alert goes out without the figure rather than not at all.
      return List.of();
    }
  }

  private boolean isConfined() {
    return !system.isEmpty()
        && PromQl.selectors(rule.expression().expr()).stream()
            .allMatch(
                selector ->
                    selector.matchers().stream()
                        .anyMatch(
                            matcher ->
                                matcher.name().equals(SYSTEM) && matcher.value().equals(system)));
  }
}
