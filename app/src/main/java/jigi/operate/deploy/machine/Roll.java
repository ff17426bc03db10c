package jigi.operate.deploy.machine;

import java.util.Map;

/**
 * What belongs to a change that replaces instances one by one.
 *
 * @param count how many instances there are to be
 * @param first the first that is replaced or added; those before it are left alone
 * @param before what ran in each before it began; none in those that were empty
 * @param back whether the instances are put back
 * @param turn counts what was started, so that each start has a name of its own
 */
public record Roll(int count, int first, Map<Instance, Release> before, boolean back, int turn) {
  public Roll {
    before = Map.copyOf(before);
  }

  /** Whether instances of the live version are added or removed, and none is replaced. */
  public boolean scales() {
    return first > 1;
  }

  Roll backwards() {
    return new Roll(count, first, before, true, turn);
  }

  Roll next() {
    return new Roll(count, first, before, back, turn + 1);
  }
}
