package jigi.metrics.storage;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Labels → series, by open addressing. Reading needs no lock: a reader that races with a writer may
 * miss a new series, and then asks again under the writers' lock.
 */
final class SeriesTable {
  private static final int SMALLEST = 64;

  private volatile MemSeries[] slots = new MemSeries[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  @Nullable MemSeries get(Labels labels) {
    MemSeries[] table = slots;
    int hash = labels.hashCode();
    int mask = table.length - 1;
    for (int i = spread(hash) & mask; ; i = i + 1 & mask) {
      MemSeries series = table[i];
      if (series == null) {
        return null;
      }
      if (series.hash == hash && series.has(labels)) {
        return series;
      }
    }
  }

  /** Adds a series that is not there; writers exclude one another. */
  void add(MemSeries series) {
    if (2 * (size + 1) > slots.length) {
      slots = copy(slots.length * 2, any -> true);
    }
    put(slots, series);
    size++;
  }

  /** Removes all series that a condition does not hold for. */
  void retain(Predicate<MemSeries> kept) {
    int[] count = {0};
    forEach(series -> count[0] += kept.test(series) ? 1 : 0);
    int length = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, count[0] * 2)) * 2);
    slots = copy(length, kept);
    size = count[0];
  }

  void forEach(Consumer<MemSeries> consumer) {
    Arrays.stream(slots).filter(series -> series != null).forEach(consumer);
  }

  private MemSeries[] copy(int length, Predicate<MemSeries> kept) {
    MemSeries[] target = new MemSeries[length];
    forEach(
        series -> {
          if (kept.test(series)) {
            put(target, series);
          }
        });
    return target;
  }

  private static void put(MemSeries[] table, MemSeries series) {
    int i = spread(series.hash) & table.length - 1;
    while (table[i] != null) {
      i = i + 1 & table.length - 1;
    }
    table[i] = series;
  }

  private static int spread(int hash) {
    return hash * 0x9E3779B9 >>> 7 ^ hash;
  }
}
