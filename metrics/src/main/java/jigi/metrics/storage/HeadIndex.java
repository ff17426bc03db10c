package jigi.metrics.storage;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jigi.metrics.model.Labels;

/**
 * The inverted index of the head. Series are numbered in order of their labels up to {@link
 * #sorted}, later ones in order of arrival; a rebuild sorts them in. Guarded by the head's lock.
 */
final class HeadIndex implements LabelIndex {
  private MemSeries[] slots;
  private int size;
  private final int sorted;
  private final Map<String, Map<String, IntList>> postings = new HashMap<>();

  /**
   * @param ordered in order of labels
   */
  HeadIndex(List<MemSeries> ordered) {
    this.slots = new MemSeries[Math.max(16, ordered.size() + ordered.size() / 8)];
    for (MemSeries series : ordered) {
      add(series);
    }
    this.sorted = ordered.size();
  }

  void add(MemSeries series) {
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, size + (size >> 1));
    }
    slots[size] = series;
    Labels labels = series.labels;
    for (int i = 0; i < labels.size(); i++) {
      postings
          .computeIfAbsent(labels.name(i), name -> new HashMap<>())
          .computeIfAbsent(labels.value(i), value -> new IntList(1))
          .add(size);
    }
    size++;
  }

  MemSeries series(int number) {
    return slots[number];
  }

  /** How many series, from the first, are numbered in order of their labels. */
  int sorted() {
    return sorted;
  }

  MemSeries[] copy() {
    return Arrays.copyOf(slots, size);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public IntList postings(String name, String value) {
    return postings.getOrDefault(name, Map.of()).getOrDefault(value, IntList.EMPTY);
  }

  @Override
  public void collect(String name, Predicate<String> value, BitSet into) {
    postings
        .getOrDefault(name, Map.of())
        .forEach(
            (candidate, list) -> {
              if (value.test(candidate)) {
                for (int i = 0; i < list.size(); i++) {
                  into.set(list.get(i));
                }
              }
            });
  }

  @Override
  public void names(Consumer<String> consumer) {
    postings.keySet().forEach(consumer);
  }

  @Override
  public void values(String name, Consumer<String> consumer) {
    postings.getOrDefault(name, Map.of()).keySet().forEach(consumer);
  }
}
