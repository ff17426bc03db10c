package jigi.metrics.storage;

import java.util.Arrays;
import jigi.metrics.model.SampleIterator;

/** Walks sorted arrays that nobody changes. */
final class ArrayIterator implements SampleIterator {
  private final long[] times;
  private final double[] values;
  private final int end;
  private int position;

  ArrayIterator(long[] times, double[] values, long fromMs, long toMs) {
    this.times = times;
    this.values = values;
    this.position = firstAt(times, fromMs) - 1;
    this.end = toMs == Long.MAX_VALUE ? times.length : firstAt(times, toMs + 1);
  }

  private static int firstAt(long[] times, long time) {
    int at = Arrays.binarySearch(times, time);
    return at >= 0 ? at : -1 - at;
  }

  @Override
  public boolean next() {
    return ++position < end;
  }

  @Override
  public boolean seek(long timestampMs) {
    position = Math.max(0, position);
    while (position < end && times[position] < timestampMs) {
      position++;
    }
    return position < end;
  }

  @Override
  public long timestampMs() {
    return times[position];
  }

  @Override
  public double value() {
    return values[position];
  }
}
