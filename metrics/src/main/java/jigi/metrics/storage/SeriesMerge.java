package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.List;

/** Merges selections of several places, each in order of labels. */
final class SeriesMerge {
  private SeriesMerge() {}

  /** Series in both get the runs of both, the first's before the second's. */
  static List<StoredSeries> merge(List<StoredSeries> first, List<StoredSeries> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<StoredSeries> merged = new ArrayList<>(Math.max(first.size(), second.size()));
    int i = 0;
    int j = 0;
    while (i < first.size() && j < second.size()) {
      StoredSeries a = first.get(i);
      StoredSeries b = second.get(j);
      int order = a.labels().compareTo(b.labels());
      if (order < 0) {
        merged.add(a);
        i++;
      } else if (order > 0) {
        merged.add(b);
        j++;
      } else {
        List<Run> runs = new ArrayList<>(a.runs());
        runs.addAll(b.runs());
        merged.add(new StoredSeries(a.labels(), runs, a.from(), a.to()));
        i++;
        j++;
      }
    }
    merged.addAll(first.subList(i, first.size()));
    merged.addAll(second.subList(j, second.size()));
    return merged;
  }
}
