package jigi.metrics.storage;

import java.util.List;
import jigi.metrics.model.SampleIterator;

/** A run without what tombstones cover. */
record MaskedRun(Run run, List<Tombstone> tombstones) implements Run {
  @Override
  public long minTime() {
    return run.minTime();
  }

  @Override
  public long maxTime() {
    return run.maxTime();
  }

  @Override
  public boolean hasSampleIn(long fromMs, long toMs) {
    return minTime() <= toMs && maxTime() >= fromMs && iterator(fromMs, toMs).next();
  }

  @Override
  public SampleIterator iterator(long fromMs, long toMs) {
    return new Masked(run.iterator(fromMs, toMs), tombstones);
  }

  private record Masked(SampleIterator samples, List<Tombstone> tombstones)
      implements SampleIterator {
    @Override
    public boolean next() {
      return samples.next() && visible();
    }

    @Override
    public boolean seek(long timestampMs) {
      return samples.seek(timestampMs) && visible();
    }

    /** Goes on from where it stands to the next sample that is left, jumping over ranges. */
    private boolean visible() {
      while (true) {
        Tombstone covering = covering(samples.timestampMs());
        if (covering == null) {
          return true;
        }
        if (covering.toMs() == Long.MAX_VALUE || !samples.seek(covering.toMs() + 1)) {
          return false;
        }
      }
    }

    private @org.jspecify.annotations.Nullable Tombstone covering(long timeMs) {
      for (Tombstone tombstone : tombstones) {
        if (tombstone.covers(timeMs)) {
          return tombstone;
        }
      }
      return null;
    }

    @Override
    public long timestampMs() {
      return samples.timestampMs();
    }

    @Override
    public double value() {
      return samples.value();
    }
  }
}
