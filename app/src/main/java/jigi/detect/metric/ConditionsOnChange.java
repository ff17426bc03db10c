package jigi.detect.metric;

import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.detect.probe.ProbeChange;
import jigi.detect.probe.ProbeListener;
import jigi.detect.probe.ProbeResult;
import jigi.metrics.model.StaleMarker;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code jigi_condition} of the conditions that a probe feeds as soon as its status changes,
 * so that rules over conditions need not wait for the next emission. To be registered before the
 * listener that evaluates rules.
 */
public final class ConditionsOnChange implements ProbeListener {
  private final Timeline timeline;
  private final Metrics metrics;
  private volatile @Nullable Conditions conditions;

  public ConditionsOnChange(Timeline timeline, Metrics metrics) {
    this.timeline = timeline;
    this.metrics = metrics;
  }

  /**
   * Conditions read probes, and the probes' scheduler knows its listeners: the knot is tied here.
   */
  public void use(Conditions all) {
    conditions = all;
  }

  @Override
  public void onResult(ProbeResult result) {}

  @Override
  public void onChange(ProbeChange change) {
    Conditions all = conditions;
    if (all == null) {
      return;
    }
    try {
      List<Metrics.Point> points = new ArrayList<>();
      for (Conditions.Verdict verdict : all.fedBy(change.result().key())) {
        points.add(
            new Metrics.Point(
                Conditions.series(verdict.condition()),
                timeline.instant().toEpochMilli(),
                value(verdict.status())));
      }
      metrics.write(points);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double value(Status status) {
    return switch (status) {
      case OK -> 1;
      case FAIL, WARN -> 0;
      case UNKNOWN -> StaleMarker.VALUE;
    };
  }
}
