package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;
import org.jspecify.annotations.Nullable;

/** The simplest storage: all samples in arrays, nothing on disk, any order of timestamps. */
public final class MemoryStorage implements SampleStorage {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Labels, MemorySeries> series = new TreeMap<>();
  private final int maxSeries;

  public MemoryStorage() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param maxSeries how many series may exist before new ones are refused
   */
  public MemoryStorage(int maxSeries) {
    this.maxSeries = maxSeries;
  }

  @Override
  public List<Series> select(List<Matcher> matchers, long fromMs, long toMs) {
    lock.readLock().lock();
    try {
      List<Series> selected = new ArrayList<>();
      for (MemorySeries candidate : series.values()) {
        if (matches(candidate.labels(), matchers) && candidate.hasSampleIn(fromMs, toMs)) {
          selected.add(candidate.snapshot(fromMs, toMs));
        }
      }
      return selected;
    } finally {
      lock.readLock().unlock();
    }
  }

  private static boolean matches(Labels labels, List<Matcher> matchers) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs) {
    SortedSet<String> names = new TreeSet<>();
    series(matchers, fromMs, toMs).forEach(labels -> names.addAll(labels.toMap().keySet()));
    return names;
  }

  @Override
  public SortedSet<String> labelValues(
      String name, List<Matcher> matchers, long fromMs, long toMs) {
    SortedSet<String> values = new TreeSet<>();
    series(matchers, fromMs, toMs).forEach(labels -> values.add(labels.getOrEmpty(name)));
    values.remove("");
    return values;
  }

  @Override
  public List<Labels> series(List<Matcher> matchers, long fromMs, long toMs) {
    return select(matchers, fromMs, toMs).stream().map(Series::labels).toList();
  }

  @Override
  public void delete(List<Matcher> matchers, long fromMs, long toMs) {
    lock.writeLock().lock();
    try {
      series
          .values()
          .removeIf(one -> matches(one.labels(), matchers) && one.delete(fromMs, toMs) == 0);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void cleanTombstones() {}

  @Override
  public Appender appender() {
    return new Batch();
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      series.clear();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private record Sample(Labels labels, long timestampMs, double value) {}

  private final class Batch implements Appender {
    private final List<Sample> samples = new ArrayList<>();

    @Override
    public Outcome append(Labels labels, long timestampMs, double value) {
      lock.readLock().lock();
      try {
        MemorySeries existing = series.get(labels);
        if (existing == null && series.size() >= maxSeries) {
          return Outcome.SERIES_LIMIT;
        }
        Outcome outcome =
            existing == null ? Outcome.ACCEPTED : existing.outcomeOf(timestampMs, value);
        if (outcome == Outcome.ACCEPTED) {
          samples.add(new Sample(labels, timestampMs, value));
        }
        return outcome;
      } finally {
        lock.readLock().unlock();
      }
    }

    @Override
    public @Nullable SeriesRef reference(Labels labels) {
      lock.readLock().lock();
      try {
        return series.containsKey(labels) || series.size() < maxSeries ? () -> labels : null;
      } finally {
        lock.readLock().unlock();
      }
    }

    @Override
    public void commit() {
      lock.writeLock().lock();
      try {
        for (Sample sample : samples) {
          series
              .computeIfAbsent(sample.labels(), MemorySeries::new)
              .add(sample.timestampMs(), sample.value());
        }
        samples.clear();
      } finally {
        lock.writeLock().unlock();
      }
    }

    @Override
    public void rollback() {
      samples.clear();
    }
  }

  /** All label sets, for tests and debugging. */
  @Override
  public String toString() {
    lock.readLock().lock();
    try {
      return "MemoryStorage" + Collections.unmodifiableCollection(series.keySet());
    } finally {
      lock.readLock().unlock();
    }
  }
}
