package jigi.detect.alert;

import java.util.List;
import jigi.base.kernel.Ids;
import jigi.detect.rule.RuleMetrics.Point;
import jigi.metrics.model.Labels;

/** The series that Prometheus writes of alerts: {@code ALERTS} and {@code ALERTS_FOR_STATE}. */
final class AlertSamples {
  private static final double MICROS_PER_SECOND = 1e6;

  private AlertSamples() {}

  /** A held alert counts as firing: whoever asks for it must not miss it. */
  static List<Point> of(Alert alert) {
    Labels labels = alert.identity().labels();
    String state = alert.phase() == Alert.Phase.PENDING ? "pending" : "firing";
    double since = Math.floor(Ids.micros(alert.times().activeAt()) / MICROS_PER_SECOND);
    return List.of(
        new Point(labels.with(Labels.METRIC_NAME, "ALERTS").with("alertstate", state), 1),
        new Point(labels.with(Labels.METRIC_NAME, "ALERTS_FOR_STATE"), since));
  }
}
