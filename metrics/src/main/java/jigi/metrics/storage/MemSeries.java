package jigi.metrics.storage;

import java.util.List;
import java.util.concurrent.locks.Lock;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A series that the head knows. Samples change under the head's write lock; what belongs to
 * committing alone (the log number, the pending time) under the commit lock.
 */
final class MemSeries implements Comparable<MemSeries>, SeriesRef {
  /** No sample of the series has been seen since it entered the head. */
  static final long UNKNOWN = Long.MIN_VALUE;

  final Labels labels;

  final int hash;

  /** An equal object that a caller keeps using, so that strings need not be compared each time. */
  private @Nullable Labels alias;

  /** Identity of the last object that was compared the long way. */
  private int candidate;

  /**
   * The newest sample that is known; {@link #UNKNOWN} until there is one. Who reads it without the
   * commit lock may see an older one, and is judged again when he commits: barriers at each sample
   * would cost more than that.
   */
  long lastTime = UNKNOWN;

  double lastValue;

  /** The newest known sample is newer than any in a block; otherwise blocks have to be asked. */
  boolean placed;

  /** The newest sample that the commit in progress accepted. */
  long pendingTime = UNKNOWN;

  /** The log segment that defines the series, and its number there. */
  long logSegment = -1;

  int logNumber;

  /** The minute of the last commit that touched the series, by which idle series are found. */
  long touchedMinute;

  /** No longer in the dictionary: whoever still holds it must look the labels up again. */
  volatile boolean dropped;

  boolean indexed;
  @Nullable SeriesData active;
  @Nullable SeriesData frozen;

  MemSeries(Labels labels, long minute) {
    this.labels = labels;
    this.hash = labels.hashCode();
    this.touchedMinute = minute;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  /** Whether these are the labels of the series; the hashes are equal. */
  boolean has(Labels wanted) {
    if (wanted == labels || wanted == alias) {
      return true;
    }
    if (!labels.equals(wanted)) {
      return false;
    }
    // Only an object that comes twice is kept: others would cost memory and save nothing.
    int identity = System.identityHashCode(wanted);
    if (identity == candidate) {
      alias = wanted;
    }
    candidate = identity;
    return true;
  }

  /**
   * @param reading the head's read lock, which the caller holds
   */
  void addRuns(long fromMs, long toMs, Lock reading, List<Run> out) {
    SeriesData newest = active;
    if (newest != null) {
      newest.addRuns(fromMs, toMs, reading, out);
    }
    SeriesData flushing = frozen;
    if (flushing != null) {
      flushing.addRuns(fromMs, toMs, reading, out);
    }
  }

  boolean overlaps(long fromMs, long toMs) {
    return overlaps(active, fromMs, toMs) || overlaps(frozen, fromMs, toMs);
  }

  private static boolean overlaps(@Nullable SeriesData data, long fromMs, long toMs) {
    return data != null && data.minTime() <= toMs && data.maxTime() >= fromMs;
  }

  @Override
  public int compareTo(MemSeries other) {
    return labels.compareTo(other.labels);
  }
}
