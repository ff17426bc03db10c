package jigi.metrics.storage;

import java.util.concurrent.locks.Lock;
import jigi.metrics.model.SampleIterator;

/**
 * The samples in order that a series held in memory when it was selected. They are copied only when
 * they are asked for: copies of thousands of selected series at once would grow old before they are
 * read, and cost collections of all memory. What was appended since then is newer, and cut off.
 */
record LiveRun(SeriesData data, long minTime, long maxTime, Lock reading) implements Run {
  @Override
  public SampleIterator iterator(long fromMs, long toMs) {
    reading.lock();
    try {
      return data.snapshot().iterator(fromMs, Math.min(toMs, maxTime));
    } finally {
      reading.unlock();
    }
  }
}
