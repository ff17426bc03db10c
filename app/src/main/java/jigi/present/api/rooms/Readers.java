package jigi.present.api.rooms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.detect.alert.Alerts;
import jigi.detect.rule.Rule;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.present.api.MetricQueries;

/** Which rules look at which component, told by the series that their expressions read. */
final class Readers {
  private static final long LOOKED_BACK_MS = 600_000;

  private final Alerts alerts;
  private final MetricQueries metrics;

  Readers(Alerts alerts, MetricQueries metrics) {
    this.alerts = alerts;
    this.metrics = metrics;
  }

  /** The names of the alerts whose rules read the component, at first hand or by recorded rules. */
  List<String> alertsAbout(String system, String component, long nowMs) {
    List<Alerts.RuleView> rules = alerts.rules(system);
    return rules.stream()
        .map(Alerts.RuleView::rule)
        .filter(rule -> rule instanceof Rule.Alerting)
        .filter(rule -> reads(rule.expression().expr(), recorded(rules), component, nowMs))
        .map(Rule::name)
        .distinct()
        .toList();
  }

  private static Map<String, Expr> recorded(List<Alerts.RuleView> rules) {
    Map<String, Expr> recorded = new HashMap<>();
    for (Alerts.RuleView view : rules) {
      if (view.rule() instanceof Rule.Recording rule) {
        recorded.put(rule.name(), rule.expression().expr());
      }
    }
    return recorded;
  }

  private boolean reads(Expr expr, Map<String, Expr> recorded, String component, long nowMs) {
    Set<String> seen = new HashSet<>();
    return reads(expr, recorded, seen, component, nowMs);
  }

  private boolean reads(
      Expr expr, Map<String, Expr> recorded, Set<String> seen, String component, long nowMs) {
    for (Expr.VectorSelector selector : PromQl.selectors(expr)) {
      Expr source = selector.name() == null ? null : recorded.get(selector.name());
      boolean read =
          source == null
              ? names(selector.matchers(), component, nowMs)
              : seen.add(selector.name()) && reads(source, recorded, seen, component, nowMs);
      if (read) {
        return true;
      }
    }
    return false;
  }

  /** A selector that names no component reads the one whose series it finds. */
  private boolean names(List<Matcher> matchers, String component, long nowMs) {
    for (Matcher matcher : matchers) {
      if (matcher.name().equals("component") || matcher.name().equals("job")) {
        return matcher.matches(component);
      }
    }
    return metrics.store().series(matchers, nowMs - LOOKED_BACK_MS, nowMs).stream()
        .anyMatch(labels -> belongs(labels, component));
  }

  private static boolean belongs(Labels labels, String component) {
    String named = labels.getOrEmpty("component");
    return named.isEmpty() ? labels.getOrEmpty("job").equals(component) : named.equals(component);
  }
}
