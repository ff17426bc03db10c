package jigi.metrics.promql;

import java.util.Arrays;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.StaleMarker;

/** The samples of one series, and the part of them that a range function looks at. */
final class Window {
  long[] times = new long[128];
  double[] values = new double[128];
  int size;

  /** First sample of the part, and the one after its last. */
  int from;

  int to;

  /** Bounds of the range in milliseconds; the start is outside. */
  long startMs;

  long endMs;
  long evaluationMs;
  double rangeSeconds;

  /** Scalar arguments of the function at this step. */
  double first;

  double second;

  private int[] resets = new int[16];
  private int resetCount;
  private int resetFrom;
  private boolean resetsKnown;

  void clear() {
    size = 0;
    from = 0;
    to = 0;
    resetFrom = 0;
    resetsKnown = false;
  }

  void add(long time, double value) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    times[size] = time;
    values[size] = value;
    size++;
  }

  /** Reads samples in [fromMs, toMs], staleness markers left out; how many were read. */
  int read(SampleIterator samples, long fromMs, long toMs) {
    clear();
    if (!samples.seek(fromMs)) {
      return 0;
    }
    int read = 0;
    do {
      long time = samples.timestampMs();
      if (time > toMs) {
        break;
      }
      read++;
      double value = samples.value();
      if (!StaleMarker.is(value)) {
        add(time, value);
      }
    } while (samples.next());
    return read;
  }

  /** Moves the part to what lies in (fromMs, toMs]; bounds never go backwards. */
  void slide(long fromMs, long toMs) {
    while (from < size && times[from] <= fromMs) {
      from++;
    }
    if (to < from) {
      to = from;
    }
    while (to < size && times[to] <= toMs) {
      to++;
    }
  }

  int count() {
    return to - from;
  }

  /** Sum of the values that the counter had before each of its resets within the part. */
  double lostInResets() {
    if (!resetsKnown) {
      findResets();
    }
    while (resetFrom < resetCount && resets[resetFrom] <= from) {
      resetFrom++;
    }
    double lost = 0;
    for (int i = resetFrom; i < resetCount && resets[i] < to; i++) {
      lost += values[resets[i] - 1];
    }
    return lost;
  }

  private void findResets() {
    resetCount = 0;
    for (int i = 1; i < size; i++) {
      if (values[i] < values[i - 1]) {
        if (resetCount == resets.length) {
          resets = Arrays.copyOf(resets, resetCount * 2);
        }
        resets[resetCount++] = i;
      }
    }
    resetsKnown = true;
  }
}
