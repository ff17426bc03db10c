package jigi.metrics.storage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;

/** One selected series and where its samples lie; earlier runs win over later ones at one time. */
record StoredSeries(Labels labels, List<Run> runs, long from, long to) implements Series {

  boolean hasSample() {
    for (Run run : runs) {
      if (run.hasSampleIn(from, to)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public SampleIterator iterator() {
    if (runs.size() == 1) {
      return runs.getFirst().iterator(from, to);
    }
    Run[] ordered = runs.toArray(Run[]::new);
    Arrays.sort(ordered, Comparator.comparingLong(Run::minTime));
    boolean disjoint = true;
    for (int i = 1; i < ordered.length && disjoint; i++) {
      disjoint = ordered[i - 1].maxTime() < ordered[i].minTime();
    }
    if (disjoint) {
      return new ConcatenatedIterator(ordered, from, to);
    }
    return new MergedIterator(
        runs.stream().map(run -> run.iterator(from, to)).toArray(SampleIterator[]::new));
  }
}
