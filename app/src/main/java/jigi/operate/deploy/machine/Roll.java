package jigi.operate.deploy.machine;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What belongs to a change that replaces instances, some of them at a time.
 *
 * @param count how many instances there are to be
 * @param batch how many are replaced at a time, 1 at least
 * @param first the first that is replaced or added; those before it are left alone
 * @param before what ran in each before it began; none in those that were empty
 * @param back whether the instances are put back
 * @param turn counts what was started, so that each start has a name of its own
 */
public record Roll(
    int count, int batch, int first, Map<Instance, Release> before, boolean back, int turn) {
  public Roll {
    before = Map.copyOf(before);
  }

  /** Whether instances of the live version are added or removed, and none is replaced. */
  public boolean scales() {
    return first > 1;
  }

  /** Those that are replaced together with one, in order: itself, and its neighbours. */
  SortedSet<Instance> batch(Instance with) {
    int from = first + (with.number() - first) / batch * batch;
    int to = Math.min(from + batch - 1, Math.max(count, with.number()));
    SortedSet<Instance> all = new TreeSet<>();
    for (int number = from; number <= to; number++) {
      all.add(new Instance(number));
    }
    return all;
  }

  /** Whether it runs in the end, with the new release or with what it had. */
  public boolean runs(Instance at) {
    return back ? before.containsKey(at) : at.number() <= count;
  }

  Roll backwards() {
    return new Roll(count, batch, first, before, true, turn);
  }

  Roll next() {
    return new Roll(count, batch, first, before, back, turn + 1);
  }
}
