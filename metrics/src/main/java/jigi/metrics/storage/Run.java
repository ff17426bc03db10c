package jigi.metrics.storage;

import jigi.metrics.model.SampleIterator;

/** Samples of one series from one place, in order of time, without duplicate times. */
interface Run {
  long minTime();

  long maxTime();

  SampleIterator iterator(long fromMs, long toMs);

  /** Cheaper than the iterator where the bounds of the run already answer. */
  default boolean hasSampleIn(long fromMs, long toMs) {
    if (minTime() > toMs || maxTime() < fromMs) {
      return false;
    }
    return minTime() >= fromMs || maxTime() <= toMs || iterator(fromMs, toMs).next();
  }
}
