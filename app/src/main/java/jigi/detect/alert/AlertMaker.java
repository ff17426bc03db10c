package jigi.detect.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.detect.alert.Alert.Phase;
import jigi.detect.rule.Evaluation;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleMetrics;
import jigi.detect.rule.RuleMetrics.Point;
import jigi.detect.rule.Severity;
import jigi.detect.rule.Template;
import jigi.metrics.model.Labels;

/** What an evaluation makes of the alerts of its rule: their labels, their texts, their phases. */
record AlertMaker(RuleMetrics metrics, Template.External external) {
  /**
   * @param before the rule's alerts that have not ended, by fingerprint
   */
  List<AlertChange> changes(Evaluation evaluation, Map<String, Alert> before) {
    Rule.Alerting rule = evaluation.rule();
    Set<String> seen = new HashSet<>();
    List<AlertChange> changes = new ArrayList<>();
    for (Point point : evaluation.active()) {
      Alert.Identity identity = identity(evaluation, point);
      if (isOnlyMissingData(point, before) || !seen.add(identity.fingerprint())) {
        continue;
      }
      Alert known = before.get(identity.fingerprint());
      Alert.Said said = said(evaluation, identity, point);
      Alert next =
          known == null
              ? AlertMachine.begin(
                  pending(identity, said, evaluation.at()), rule.timing(), evaluation.at())
              : AlertMachine.active(known.saying(said), rule.timing(), evaluation.at());
      changes.add(new AlertChange(known, next, rule, null));
    }
    for (Alert known : before.values()) {
      if (!seen.contains(known.identity().fingerprint())) {
        changes.add(absent(evaluation, known));
      }
    }
    return changes;
  }

  static Alert pending(Alert.Identity identity, Alert.Said said, Instant at) {
    return new Alert(
        Ids.next(at),
        identity,
        Phase.PENDING,
        new Alert.Times(at, null, null, null, at, null),
        said,
        null);
  }

  private static AlertChange absent(Evaluation evaluation, Alert known) {
    boolean measured =
        evaluation.measured().isMeasured(known.identity().series(), known.times().lastActive());
    Rule.Alerting rule = evaluation.rule();
    Alert next = AlertMachine.absent(known, rule.timing(), evaluation.at(), measured);
    return new AlertChange(known, next, rule, measured ? "recovered" : "no-data");
  }

  /** A point that only says that nothing is measured, beside alerts that say it themselves. */
  private static boolean isOnlyMissingData(Point point, Map<String, Alert> before) {
    return Double.isNaN(point.value())
        && point.labels().size() == 0
        && before.values().stream().anyMatch(alert -> alert.identity().series().size() > 0);
  }

  private Alert.Identity identity(Evaluation evaluation, Point point) {
    Rule.Alerting rule = evaluation.rule();
    Labels series = point.labels().without(Labels.METRIC_NAME);
    Template.Data data = data(evaluation, series, point.value());
    Map<String, String> labels = series.toMap();
    rule.texts().labels().forEach((name, template) -> labels.put(name, template.render(data)));
    labels.put("alertname", rule.name());
    if (!evaluation.system().isEmpty()) {
      labels.put("system", evaluation.system());
    }
    String fingerprint = Hash.of(Json.write(new TreeMap<>(labels))).substring(0, 16);
    return new Alert.Identity(
        evaluation.system(), rule.key(), rule.name(), fingerprint, Labels.of(labels), series);
  }

  private Alert.Said said(Evaluation evaluation, Alert.Identity identity, Point point) {
    Rule.Alerting rule = evaluation.rule();
    Template.Data data = data(evaluation, identity.series(), point.value());
    Map<String, String> annotations = new TreeMap<>();
    rule.texts().annotations().forEach((name, text) -> annotations.put(name, text.render(data)));
    return new Alert.Said(
        point.value(), Severity.ofLabel(identity.labels().get("severity")), annotations);
  }

  private Template.Data data(Evaluation evaluation, Labels labels, double value) {
    TextQueries queries =
        new TextQueries(metrics, evaluation.rule(), evaluation.system(), evaluation.at());
    return new Template.Data(labels.toMap(), value, external, queries);
  }
}
