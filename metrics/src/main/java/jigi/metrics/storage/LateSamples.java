package jigi.metrics.storage;

import java.util.Arrays;
import jigi.metrics.model.SampleIterator;

/**
 * Samples that arrived after a newer one of their series: sorted arrays, replaced on every insert
 * (copies are short), and one encoded page for each {@value #OPEN} of them. Immutable.
 */
final class LateSamples {
  private static final int OPEN = 128;

  static final LateSamples NONE =
      new LateSamples(new byte[0][], new long[0], new double[0], Long.MAX_VALUE, Long.MIN_VALUE);

  private final byte[][] sealed;
  private final long[] times;
  private final double[] values;
  private final long minTime;
  private final long maxTime;

  private LateSamples(byte[][] sealed, long[] times, double[] values, long min, long max) {
    this.sealed = sealed;
    this.times = times;
    this.values = values;
    this.minTime = min;
    this.maxTime = max;
  }

  long minTime() {
    return minTime;
  }

  long maxTime() {
    return maxTime;
  }

  /** A time that holds a sample keeps it: only a log that was written wrongly has two. */
  LateSamples with(long time, double value, HeadEncoder encoder) {
    long min = Math.min(minTime, time);
    long max = Math.max(maxTime, time);
    if (times.length == OPEN) {
      byte[][] more = Arrays.copyOf(sealed, sealed.length + 1);
      more[sealed.length] = encoder.encode(times, values, OPEN, 0).copy();
      return new LateSamples(more, new long[] {time}, new double[] {value}, min, max);
    }
    int at = -1 - Arrays.binarySearch(times, time);
    if (at < 0) {
      return this;
    }
    long[] newTimes = new long[times.length + 1];
    double[] newValues = new double[times.length + 1];
    System.arraycopy(times, 0, newTimes, 0, at);
    System.arraycopy(values, 0, newValues, 0, at);
    newTimes[at] = time;
    newValues[at] = value;
    System.arraycopy(times, at, newTimes, at + 1, times.length - at);
    System.arraycopy(values, at, newValues, at + 1, times.length - at);
    return new LateSamples(sealed, newTimes, newValues, min, max);
  }

  Run run() {
    return new LateRun(this);
  }

  private SampleIterator iterator(long fromMs, long toMs) {
    SampleIterator open = new ArrayIterator(times, values, fromMs, toMs);
    if (sealed.length == 0) {
      return open;
    }
    SampleIterator[] parts = new SampleIterator[sealed.length + 1];
    OpenSamples nothing = new OpenSamples(0, new int[0], new double[0]);
    for (int i = 0; i < sealed.length; i++) {
      byte[] page = sealed[i];
      parts[i] =
          new HeadRun(new byte[0][], page, page.length, nothing, minTime, maxTime)
              .iterator(fromMs, toMs);
    }
    parts[sealed.length] = open;
    return new MergedIterator(parts);
  }

  private record LateRun(LateSamples samples) implements Run {
    @Override
    public long minTime() {
      return samples.minTime;
    }

    @Override
    public long maxTime() {
      return samples.maxTime;
    }

    @Override
    public SampleIterator iterator(long fromMs, long toMs) {
      return samples.iterator(fromMs, toMs);
    }
  }
}
