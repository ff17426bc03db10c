package jigi.metrics.storage;

import java.util.Arrays;

/** The samples of one batch, as parallel arrays. */
final class SampleBatch {
  /** Larger batches are rare, and their memory is better given back. */
  static final int WORTH_KEEPING = 16_384;

  private MemSeries[] series = new MemSeries[16];
  private long[] times = new long[16];
  private double[] values = new double[16];
  private int size;

  void add(MemSeries of, long time, double value) {
    if (size == times.length) {
      series = Arrays.copyOf(series, size * 2);
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    series[size] = of;
    times[size] = time;
    values[size] = value;
    size++;
  }

  /** Moves a sample forward, over ones that were refused. */
  void keep(int from, int to, MemSeries of) {
    series[to] = of;
    times[to] = times[from];
    values[to] = values[from];
  }

  int capacity() {
    return times.length;
  }

  int size() {
    return size;
  }

  MemSeries series(int i) {
    return series[i];
  }

  long time(int i) {
    return times[i];
  }

  double value(int i) {
    return values[i];
  }

  void clear() {
    Arrays.fill(series, 0, size, null);
    size = 0;
  }
}
