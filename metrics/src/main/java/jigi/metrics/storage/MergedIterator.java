package jigi.metrics.storage;

import jigi.metrics.model.SampleIterator;

/** Merges iterators whose ranges overlap; of several samples at one time the first part's wins. */
final class MergedIterator implements SampleIterator {
  private final SampleIterator[] parts;
  private final boolean[] live;
  private int current = -1;
  private boolean started;

  MergedIterator(SampleIterator[] parts) {
    this.parts = parts;
    this.live = new boolean[parts.length];
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      for (int i = 0; i < parts.length; i++) {
        live[i] = parts[i].next();
      }
    } else if (current >= 0) {
      long time = parts[current].timestampMs();
      for (int i = 0; i < parts.length; i++) {
        if (live[i] && parts[i].timestampMs() == time) {
          live[i] = parts[i].next();
        }
      }
    }
    return choose();
  }

  @Override
  public boolean seek(long timestampMs) {
    if (started && current >= 0 && parts[current].timestampMs() >= timestampMs) {
      return true;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!started || live[i]) {
        live[i] = parts[i].seek(timestampMs);
      }
    }
    started = true;
    return choose();
  }

  private boolean choose() {
    current = -1;
    for (int i = 0; i < parts.length; i++) {
      if (live[i] && (current < 0 || parts[i].timestampMs() < parts[current].timestampMs())) {
        current = i;
      }
    }
    return current >= 0;
  }

  @Override
  public long timestampMs() {
    return parts[current].timestampMs();
  }

  @Override
  public double value() {
    return parts[current].value();
  }
}
