package jigi.detect.probe;

import java.time.Instant;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param labels with the metric's name as {@code __name__}
 * @param at when the target says that it was measured; null means now
 */
public record Sample(Labels labels, double value, @Nullable Instant at) {
  /** A value measured now: {@code Sample.of("host_load1", 0.3)}. */
  public static Sample of(String name, double value, String... labelNamesAndValues) {
    return new Sample(Labels.of(labelNamesAndValues).with(Labels.METRIC_NAME, name), value, null);
  }

  public String name() {
    return labels.metricName();
  }
}
