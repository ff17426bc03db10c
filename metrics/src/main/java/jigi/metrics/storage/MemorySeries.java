package jigi.metrics.storage;

import java.util.Arrays;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;

/** The samples of one series in order of time; its owner guards it by a lock. */
final class MemorySeries {
  private final Labels labels;
  private long[] times = new long[8];
  private double[] values = new double[8];
  private int size;

  MemorySeries(Labels labels) {
    this.labels = labels;
  }

  Labels labels() {
    return labels;
  }

  Appender.Outcome outcomeOf(long time, double value) {
    int at = Arrays.binarySearch(times, 0, size, time);
    if (at < 0) {
      return Appender.Outcome.ACCEPTED;
    }
    return Double.doubleToRawLongBits(values[at]) == Double.doubleToRawLongBits(value)
        ? Appender.Outcome.DUPLICATE
        : Appender.Outcome.CONFLICT;
  }

  /** Adds a sample; of two with the same time the first stays. */
  void add(long time, double value) {
    if (size == 0 || time > times[size - 1]) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      times[size] = time;
      values[size++] = value;
      return;
    }
    int at = -1 - Arrays.binarySearch(times, 0, size, time);
    if (at >= 0) {
      insert(at, time, value);
    }
  }

  /** Deletes a range, both ends included; returns how many samples are left. */
  int delete(long from, long to) {
    long[] newTimes = new long[times.length];
    double[] newValues = new double[times.length];
    int left = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] < from || times[i] > to) {
        newTimes[left] = times[i];
        newValues[left++] = values[i];
      }
    }
    times = newTimes;
    values = newValues;
    size = left;
    return left;
  }

  /** Readers keep the arrays that they were given, so an insertion makes new ones. */
  private void insert(int at, long time, double value) {
    long[] newTimes = Arrays.copyOf(times, times.length + 1);
    double[] newValues = Arrays.copyOf(values, values.length + 1);
    System.arraycopy(times, at, newTimes, at + 1, size - at);
    System.arraycopy(values, at, newValues, at + 1, size - at);
    newTimes[at] = time;
    newValues[at] = value;
    times = newTimes;
    values = newValues;
    size++;
  }

  boolean hasSampleIn(long fromMs, long toMs) {
    int first = indexOf(fromMs);
    return first < size && times[first] <= toMs;
  }

  private int indexOf(long fromMs) {
    int at = Arrays.binarySearch(times, 0, size, fromMs);
    return at >= 0 ? at : -1 - at;
  }

  Series snapshot(long fromMs, long toMs) {
    int from = indexOf(fromMs);
    int to = toMs == Long.MAX_VALUE ? size : indexOf(toMs + 1);
    return new Snapshot(labels, times, values, from, to);
  }

  @SuppressWarnings("ArrayRecordComponent") // shared on purpose: what is written is never changed
  private record Snapshot(Labels labels, long[] times, double[] values, int from, int to)
      implements Series {
    @Override
    public SampleIterator iterator() {
      return new Cursor(this);
    }
  }

  private static final class Cursor implements SampleIterator {
    private final Snapshot snapshot;
    private int at;

    Cursor(Snapshot snapshot) {
      this.snapshot = snapshot;
      this.at = snapshot.from() - 1;
    }

    @Override
    public boolean next() {
      if (at < snapshot.to()) {
        at++;
      }
      return at < snapshot.to();
    }

    @Override
    public boolean seek(long timestampMs) {
      at = Math.max(at, snapshot.from());
      while (at < snapshot.to() && snapshot.times()[at] < timestampMs) {
        at++;
      }
      return at < snapshot.to();
    }

    @Override
    public long timestampMs() {
      return snapshot.times()[at];
    }

    @Override
    public double value() {
      return snapshot.values()[at];
    }
  }
}
