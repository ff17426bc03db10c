package jigi.metrics.storage;

import jigi.metrics.model.SampleIterator;

/** A snapshot of the samples that a series holds in memory, in order. */
final class HeadRun implements Run, Pages {
  private final byte[][] full;
  private final byte[] last;
  private final int lastLength;
  private final OpenSamples open;
  private final long minTime;
  private final long maxTime;

  HeadRun(byte[][] full, byte[] last, int lastLength, OpenSamples open, long min, long max) {
    this.full = full;
    this.last = last;
    this.lastLength = lastLength;
    this.open = open;
    this.minTime = min;
    this.maxTime = max;
  }

  @Override
  public long minTime() {
    return minTime;
  }

  @Override
  public long maxTime() {
    return maxTime;
  }

  @Override
  public SampleIterator iterator(long fromMs, long toMs) {
    return new RunIterator(this, open, fromMs, toMs);
  }

  @Override
  public int count() {
    return full.length + (lastLength > 0 ? 1 : 0);
  }

  @Override
  public long maxTime(int page) {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean open(int page, ChunkDecoder decoder) {
    if (page < full.length) {
      decoder.reset(full[page], 0, full[page].length);
    } else {
      decoder.reset(last, 0, lastLength);
    }
    return true;
  }

  @Override
  public void failed(int page, CorruptDataException reason) {
    throw new IllegalStateException("a chunk in memory does not decode", reason);
  }
}
