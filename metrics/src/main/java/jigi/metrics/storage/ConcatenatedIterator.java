package jigi.metrics.storage;

import jigi.metrics.model.SampleIterator;
import org.jspecify.annotations.Nullable;

/** Runs that follow one another in time without overlapping, opened one at a time. */
final class ConcatenatedIterator implements SampleIterator {
  private final Run[] runs;
  private final long to;
  private long from;
  private int nextRun;
  private @Nullable SampleIterator current;
  private long time;
  private double value;

  ConcatenatedIterator(Run[] runs, long from, long to) {
    this.runs = runs;
    this.from = from;
    this.to = to;
  }

  @Override
  public boolean next() {
    SampleIterator samples = current;
    return samples != null && samples.next() ? at(samples) : openNext();
  }

  @Override
  public boolean seek(long timestampMs) {
    from = Math.max(from, timestampMs);
    SampleIterator samples = current;
    return samples != null && samples.seek(timestampMs) ? at(samples) : openNext();
  }

  private boolean openNext() {
    current = null;
    while (nextRun < runs.length) {
      Run run = runs[nextRun++];
      if (run.maxTime() >= from && run.minTime() <= to) {
        SampleIterator samples = run.iterator(from, to);
        if (samples.next()) {
          current = samples;
          return at(samples);
        }
      }
    }
    return false;
  }

  private boolean at(SampleIterator samples) {
    time = samples.timestampMs();
    value = samples.value();
    return true;
  }

  @Override
  public long timestampMs() {
    return time;
  }

  @Override
  public double value() {
    return value;
  }
}
