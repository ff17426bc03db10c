package jigi.detect.metric;

import java.util.List;
import jigi.detect.probe.Sample;

/**
 * Figures that follow from a state, such as when the last backup succeeded. They are emitted again
 * every 15 s, so that what happens once a day does not go stale after five minutes.
 */
@FunctionalInterface
public interface StateMetrics {
  /** All series of this source as they are now; one that is missing ends. */
  List<Sample> samples() throws InterruptedException;
}
