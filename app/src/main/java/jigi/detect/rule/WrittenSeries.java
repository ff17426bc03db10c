package jigi.detect.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.detect.rule.RuleMetrics.Point;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;

/** The series that one rule writes: what is no longer in its result is ended. */
public final class WrittenSeries {
  private final RuleMetrics metrics;
  private Map<Labels, Instant> written = new HashMap<>();

  public WrittenSeries(RuleMetrics metrics) {
    this.metrics = metrics;
  }

  /** Writes these points and ends every series that was written before and is not among them. */
  public synchronized void write(List<Point> points, Instant at) {
    Map<Labels, Instant> now = new HashMap<>();
    points.forEach(point -> now.put(point.labels(), at));
    List<Point> ends = new ArrayList<>();
    List<Point> lateEnds = new ArrayList<>();
    written.forEach(
        (labels, last) -> {
          if (!now.containsKey(labels)) {
            // A series has one sample per instant, so an end must come after the last value.
            (last.isBefore(at) ? ends : lateEnds).add(new Point(labels, StaleMarker.VALUE));
          }
        });
    written = now;
    ends.addAll(points);
    if (!ends.isEmpty()) {
      metrics.write(ends, at);
    }
    if (!lateEnds.isEmpty()) {
      metrics.write(lateEnds, at.plusMillis(1));
    }
  }

  public synchronized Set<Labels> series() {
    return Set.copyOf(written.keySet());
  }
}
