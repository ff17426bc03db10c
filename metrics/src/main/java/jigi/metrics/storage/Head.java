package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * The series and samples in memory, and the set of blocks, which change together when memory
 * becomes a block. Samples change under the write lock, so a reader sees whole batches.
 */
final class Head {
  /** What a series costs besides its pages, in bytes, roughly. */
  private static final int SERIES_BYTES = 900;

  /** Not reentrant: what runs under it never asks for it again. Cheaper, for it is taken a lot. */
  private final ReadWriteLock lock = new StampedLock().asReadWriteLock();

  private final SeriesTable dictionary = new SeriesTable();
  private final HeadEncoder encoder = new HeadEncoder();
  private Map<String, String> strings = new HashMap<>();
  private HeadIndex index = new HeadIndex(List.of());
  private volatile List<MemSeries> frozenSeries = List.of();
  private volatile BlockSet blocks = BlockSet.NONE;
  private volatile int seriesCount;
  private volatile long activeBytes;
  private volatile long frozenBytes;

  /** Bytes of arrays that series made since the last freeze, besides what every series costs. */
  private volatile long openBytes;

  private volatile long minTime = Long.MAX_VALUE;
  private volatile long maxTime = Long.MIN_VALUE;

  /** What a query found in memory, and the blocks that belong to the same moment. */
  record View(List<StoredSeries> series, BlockSet blocks) {}

  int seriesCount() {
    return seriesCount;
  }

  /** Bytes of pages that grew since the last freeze. */
  long activeBytes() {
    return activeBytes;
  }

  long bytes() {
    return activeBytes + frozenBytes + (long) seriesCount * SERIES_BYTES;
  }

  long sampleBytes() {
    return activeBytes + frozenBytes;
  }

  /**
   * Whether appends should wait for the flush: it has not begun though much is due, or it writes
   * what is frozen while as much as half of what makes a block came anew.
   *
   * @param headBytes what makes a block
   */
  boolean crowded(long headBytes) {
    return hasFrozen()
        ? activeBytes + openBytes > headBytes / 2
        : activeBytes > headBytes + headBytes / 2;
  }

  BlockSet blocks() {
    return blocks;
  }

  long minTime() {
    return minTime;
  }

  long maxTime() {
    return maxTime;
  }

  /** The series with these labels, made if need be; null when that would exceed the limit. */
  @Nullable MemSeries resolve(Labels labels, int maxSeries, long minute) {
    MemSeries known = dictionary.get(labels);
    return known != null ? known : create(labels, maxSeries, minute);
  }

  private synchronized @Nullable MemSeries create(Labels labels, int maxSeries, long minute) {
    MemSeries known = dictionary.get(labels);
    if (known != null || seriesCount >= maxSeries) {
      return known;
    }
    MemSeries series = new MemSeries(canonical(labels), minute);
    dictionary.add(series);
    seriesCount++;
    return series;
  }

  /** The same labels made of shared strings: most series differ in one value only. */
  private Labels canonical(Labels labels) {
    String[] pairs = new String[labels.size() * 2];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = intern(labels.name(i));
      pairs[2 * i + 1] = intern(labels.value(i));
    }
    return Labels.of(pairs);
  }

  synchronized String intern(String text) {
    String known = strings.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /** Stores accepted samples; the caller holds the commit lock. */
  void apply(SampleBatch batch, int accepted, long minute) {
    lock.writeLock().lock();
    try {
      long newestInBlocks = blocks.maxTime();
      long min = minTime;
      long max = maxTime;
      long grown = 0;
      long opened = 0;
      for (int i = 0; i < accepted; i++) {
        MemSeries series = batch.series(i);
        long time = batch.time(i);
        int before = series.active == null ? 0 : series.active.openBytes();
        grown += store(series, time, batch.value(i));
        opened += Objects.requireNonNull(series.active).openBytes() - before;
        if (time >= series.lastTime) {
          series.lastTime = time;
          series.lastValue = batch.value(i);
          series.placed |= time > newestInBlocks;
        }
        series.touchedMinute = minute;
        series.pendingTime = MemSeries.UNKNOWN;
        min = Math.min(min, time);
        max = Math.max(max, time);
      }
      activeBytes += grown;
      openBytes += opened;
      minTime = min;
      maxTime = max;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private int store(MemSeries series, long time, double value) {
    if (!series.indexed) {
      series.indexed = true;
      index.add(series);
    }
    SeriesData data = series.active;
    if (data == null) {
      data = new SeriesData(time);
      series.active = data;
      return data.append(time, value, encoder);
    }
    return time > data.lastTime()
        ? data.append(time, value, encoder)
        : data.appendLate(time, value, encoder);
  }

  /** Held while samples are copied. */
  Lock reader() {
    return lock.readLock();
  }

  /** What a series holds in memory of a time. */
  StoredSeries runs(MemSeries series, long from, long to) {
    return reading(
        () -> {
          List<Run> runs = new ArrayList<>(2);
          series.addRuns(from, to, reader(), runs);
          return new StoredSeries(series.labels, runs, from, to);
        });
  }

  /** Reads something under the read lock, consistent with one moment. */
  <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  View view(Selector selector, long from, long to) {
    return reading(() -> new View(select(selector, from, to), blocks));
  }

  private List<StoredSeries> select(Selector selector, long from, long to) {
    IntList numbers = selector.resolve(index);
    List<StoredSeries> ordered = new ArrayList<>(numbers.size());
    List<StoredSeries> recent = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      MemSeries series = index.series(numbers.get(i));
      if (series.overlaps(from, to)) {
        runs.clear();
        series.addRuns(from, to, reader(), runs);
        List<StoredSeries> target = numbers.get(i) < index.sorted() ? ordered : recent;
        target.add(new StoredSeries(series.labels, List.copyOf(runs), from, to));
      }
    }
    if (recent.isEmpty()) {
      return ordered;
    }
    recent.sort((a, b) -> a.labels().compareTo(b.labels()));
    return SeriesMerge.merge(ordered, recent);
  }

  /** Calls back with the index if memory holds samples in the range. */
  void ifInRange(long from, long to, java.util.function.Consumer<LabelIndex> use) {
    lock.readLock().lock();
    try {
      if (minTime <= to && maxTime >= from) {
        use.accept(index);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Sets aside all samples to become blocks; the caller holds the commit lock. */
  void freeze() {
    lock.writeLock().lock();
    try {
      List<MemSeries> frozen = new ArrayList<>(index.size());
      for (int i = 0; i < index.size(); i++) {
        MemSeries series = index.series(i);
        if (series.active != null) {
          series.frozen = series.active;
          series.active = null;
          frozen.add(series);
        }
      }
      frozenSeries = frozen;
      frozenBytes = activeBytes;
      activeBytes = 0;
      openBytes = 0;
    } finally {
      lock.writeLock().unlock();
    }
  }

  boolean hasFrozen() {
    return !frozenSeries.isEmpty();
  }

  /** The series with frozen samples, in order of labels; stays valid until {@link #thaw}. */
  List<MemSeries> frozen() {
    List<MemSeries> sorted = new ArrayList<>(frozenSeries);
    Collections.sort(sorted);
    return sorted;
  }

  /** Replaces the frozen samples by the blocks that hold them. */
  void thaw(List<Block> added) {
    lock.writeLock().lock();
    try {
      blocks = blocks.with(added, List.of());
      for (MemSeries series : frozenSeries) {
        series.frozen = null;
      }
      frozenSeries = List.of();
      frozenBytes = 0;
      boundTimes();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void boundTimes() {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < index.size(); i++) {
      SeriesData data = index.series(i).active;
      if (data != null) {
        min = Math.min(min, data.minTime());
        max = Math.max(max, data.maxTime());
      }
    }
    minTime = min;
    maxTime = max;
  }

  void replaceBlocks(List<Block> added, List<Block> removed) {
    lock.writeLock().lock();
    try {
      blocks = blocks.with(added, removed);
    } finally {
      lock.writeLock().unlock();
    }
  }

  void tombstones(List<Tombstone> tombstones) {
    lock.writeLock().lock();
    try {
      blocks = blocks.without(tombstones);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Has the series that match count as idle, those with samples in memory excepted, so that what is
   * known of their last sample is asked of the blocks again; the caller holds the commit lock.
   */
  void forget(Selector selector) {
    lock.writeLock().lock();
    try {
      for (int i = 0; i < index.size(); i++) {
        MemSeries series = index.series(i);
        if (series.active == null && series.frozen == null && selector.matches(series.labels)) {
          series.touchedMinute = Long.MIN_VALUE;
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** How many series no commit has touched since a minute. */
  int idle(long minute) {
    return reading(
        () -> {
          int idle = 0;
          for (int i = 0; i < index.size(); i++) {
            idle += index.series(i).touchedMinute < minute ? 1 : 0;
          }
          return idle;
        });
  }

  /** Whether a rebuild would change anything: series to sort in, or to drop. */
  synchronized boolean outdated(long idleBefore) {
    return reading(() -> index.size() > index.sorted() || dictionary.size() > index.size())
        || idle(idleBefore) > 0;
  }

  /** Enough series arrived since the index was last sorted to slow queries down. */
  boolean unsorted() {
    return reading(() -> index.size() - index.sorted() > 64 + index.sorted() / 4);
  }

  /** Sorts the index anew, without holding up commits until the end; see {@link #swap}. */
  Rebuild rebuild(long idleBefore) {
    MemSeries[] all = reading(() -> index.copy());
    List<MemSeries> kept = new ArrayList<>(all.length);
    List<MemSeries> candidates = new ArrayList<>();
    for (MemSeries series : all) {
      (series.touchedMinute < idleBefore ? candidates : kept).add(series);
    }
    Collections.sort(kept);
    return new Rebuild(new HeadIndex(kept), all.length, candidates, idleBefore);
  }

  /** An index under construction: what of the old one it covers, and which series may go. */
  record Rebuild(HeadIndex index, int covered, List<MemSeries> candidates, long idleBefore) {}

  /** Puts a rebuilt index to use and drops idle series; the caller holds the commit lock. */
  synchronized void swap(Rebuild rebuild) {
    lock.writeLock().lock();
    try {
      for (MemSeries series : rebuild.candidates) {
        if (series.touchedMinute < rebuild.idleBefore
            && series.active == null
            && series.frozen == null) {
          series.dropped = true;
        } else {
          rebuild.index.add(series);
        }
      }
      for (int i = rebuild.covered; i < index.size(); i++) {
        rebuild.index.add(index.series(i));
      }
      index = rebuild.index;
      dictionary.forEach(
          series -> series.dropped |= !series.indexed && series.touchedMinute < rebuild.idleBefore);
      dictionary.retain(series -> !series.dropped);
      seriesCount = dictionary.size();
      keepStringsInUse();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void keepStringsInUse() {
    Map<String, String> used = new HashMap<>();
    index.names(
        name -> {
          used.put(name, name);
          index.values(name, value -> used.put(value, value));
        });
    strings = used;
  }

  @Override
  public String toString() {
    return "Head" + Arrays.asList(seriesCount, activeBytes, frozenBytes);
  }
}
