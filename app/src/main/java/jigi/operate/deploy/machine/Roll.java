package jigi.operate.deploy.machine;

import java.util.Map;

/**
 * What belongs to a change that replaces instances one by one.
 *
 * @param count how many instances there are to be
 * @param before what ran in each before it began; none in those that were empty
 * @param back whether the instances are put back
 * @param turn counts what was started, so that each start has a name of its own
 */
public record Roll(int count, Map<Instance, Release> before, boolean back, int turn) {
  public Roll {
    before = Map.copyOf(before);
  }

  Roll backwards() {
    return new Roll(count, before, true, turn);
  }

  Roll next() {
    return new Roll(count, before, back, turn + 1);
  }
}
