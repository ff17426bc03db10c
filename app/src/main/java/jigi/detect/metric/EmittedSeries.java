package jigi.detect.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;

/**
 * The series of one source. Each emission replaces the one before: a series that is no longer among
 * them is marked as ended at once, so that nobody takes its last value for the present one.
 */
final class EmittedSeries {
  private final Metrics metrics;
  private Set<Labels> alive = Set.of();
  private long lastMs;

  EmittedSeries(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Samples that the target stamped itself keep their time and are never marked, as in Prometheus.
   */
  synchronized void emit(List<Sample> samples, Instant now) {
    // A source may speak twice within a millisecond; a store takes one value for each.
    long nowMs = Math.max(now.toEpochMilli(), lastMs + 1);
    Set<Labels> next = new HashSet<>();
    List<Metrics.Point> points = new ArrayList<>(samples.size());
    for (Sample sample : samples) {
      Instant at = sample.at();
      if (at != null) {
        points.add(new Metrics.Point(sample.labels(), at.toEpochMilli(), sample.value()));
      } else if (next.add(sample.labels())) {
        points.add(new Metrics.Point(sample.labels(), nowMs, sample.value()));
      }
    }
    for (Labels labels : alive) {
      if (!next.contains(labels)) {
        points.add(new Metrics.Point(labels, nowMs, StaleMarker.VALUE));
      }
    }
    metrics.write(points);
    alive = next;
    lastMs = nowMs;
  }
}
