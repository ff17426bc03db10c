package jigi.detect.probe.log;

import java.util.Collection;
import java.util.List;

/**
 * What one look has found beside its counts.
 *
 * @param lines the newest that matched a pattern, oldest first
 */
record Findings(Collection<Group> groups, List<Kept> lines, List<Tally> tallies) {
  static final Findings NONE = new Findings(List.of(), List.of(), List.of());

  /**
   * A line that matched.
   *
   * @param number which match of the pattern it was, counted since the probe began
   */
  record Kept(String pattern, long number, String line) {}

  boolean isEmpty() {
    return groups.isEmpty() && lines.isEmpty() && tallies.isEmpty();
  }
}
