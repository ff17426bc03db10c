package jigi.detect.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.detect.rule.Evaluation;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleMetrics;
import jigi.detect.rule.RuleMetrics.Point;
import jigi.detect.rule.RuleObserver;
import jigi.detect.rule.Template;
import jigi.detect.rule.WrittenSeries;

/**
 * The alerts of rules that are tried out: they go through the same phases and leave the same series
 * as others, but nobody is told of them and nothing keeps them. Not thread-safe.
 */
public final class TriedAlerts implements RuleObserver {
  private final RuleMetrics metrics;
  private final AlertMaker maker;
  private final Map<String, Map<String, Alert>> open = new HashMap<>();
  private final Map<String, WrittenSeries> written = new HashMap<>();

  public TriedAlerts(RuleMetrics metrics, Template.External external) {
    this.metrics = metrics;
    this.maker = new AlertMaker(metrics, external);
  }

  @Override
  public void onRules(Set<String> systems, Set<Rule.Alerting> rules) {
    // Rules that are tried out stay in force until the end.
  }

  @Override
  public void onEvaluated(Evaluation evaluation) {
    String rule = evaluation.rule().key();
    Map<String, Alert> ofRule = open.computeIfAbsent(rule, key -> new HashMap<>());
    for (AlertChange change : maker.changes(evaluation, Map.copyOf(ofRule))) {
      String fingerprint = change.to().identity().fingerprint();
      if (change.to().phase().isEnded()) {
        ofRule.remove(fingerprint);
      } else {
        ofRule.put(fingerprint, change.to());
      }
    }
    List<Point> points = new ArrayList<>();
    ofRule.values().forEach(alert -> points.addAll(AlertSamples.of(alert)));
    written
        .computeIfAbsent(rule, key -> new WrittenSeries(metrics))
        .write(points, evaluation.asked());
  }

  /** The alerts of all rules of this name that have not ended, pending ones among them. */
  public List<Alert> named(String rule) {
    return open.values().stream()
        .flatMap(alerts -> alerts.values().stream())
        .filter(alert -> alert.identity().rule().equals(rule))
        .toList();
  }
}
