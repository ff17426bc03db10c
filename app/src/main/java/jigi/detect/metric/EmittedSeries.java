package jigi.detect.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.storage.SeriesRef;

/**
 * The series of one source. Each emission replaces the one before: a series that is no longer among
 * them is marked as ended at once, so that nobody takes its last value for the present one.
 */
public final class EmittedSeries {
  private static final SeriesRef[] NONE = {};

  private final Metrics metrics;
  private final boolean endStamped;
  private Set<Labels> alive = Set.of();
  private List<Labels> inOrder = List.of();
  private SeriesRef[] references = NONE;
  private long lastMs;

  EmittedSeries(Metrics metrics) {
    this(metrics, false);
  }

  /**
   * @param endStamped whether series that the target stamped itself are marked as ended too
   */
  public EmittedSeries(Metrics metrics, boolean endStamped) {
    this.metrics = metrics;
    this.endStamped = endStamped;
  }

  /** How many of them were not among those of last time. */
  public synchronized int unknown(List<Sample> samples) {
    int count = 0;
    for (int i = 0; i < samples.size(); i++) {
      Labels labels = samples.get(i).labels();
      boolean same = i < inOrder.size() && inOrder.get(i) == labels;
      count += same || alive.contains(labels) ? 0 : 1;
    }
    return count;
  }

  /**
   * Samples that the target stamped itself keep their time and are not marked, as in Prometheus.
   */
  public synchronized void emit(List<Sample> samples, Instant now) {
    // A source may speak twice within a millisecond; a store takes one value for each.
    long nowMs = Math.max(now.toEpochMilli(), lastMs + 1);
    if (same(samples)) {
      references = metrics.write(references, samples, nowMs);
      lastMs = nowMs;
      return;
    }
    references = NONE;
    Set<Labels> next = new HashSet<>();
    List<Metrics.Point> points = new ArrayList<>(samples.size());
    for (Sample sample : samples) {
      Instant at = sample.at();
      if (at != null) {
        if (endStamped) {
          next.add(sample.labels());
        }
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
    inOrder =
        next.size() == samples.size() ? samples.stream().map(Sample::labels).toList() : List.of();
  }

  /** The very labels of last time, in the same order: the common case, told without a look-up. */
  private boolean same(List<Sample> samples) {
    if (samples.size() != inOrder.size()) {
      return false;
    }
    for (int i = 0; i < inOrder.size(); i++) {
      Sample sample = samples.get(i);
      if (sample.labels() != inOrder.get(i) || sample.at() != null) {
        return false;
      }
    }
    return true;
  }
}
