package jigi.metrics.storage;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;

/**
 * The samples of one series since the last flush: pages of encoded chunks, then up to {@value
 * #OPEN} samples in arrays, and beside them what came late. Written under the head's write lock,
 * read under its read lock; what {@link #snapshot} hands out stays valid without a lock, because
 * the few open samples are copied and pages are only ever written beyond what a reader knows. The
 * writer uses its arrays again and again: new ones for each chunk would outlive the young
 * generation and cost more in collections than everything else here.
 */
final class SeriesData {
  static final int OPEN = 32;

  private static final int FIRST_OPEN = 4;
  private static final int PAGE = 1024;
  private static final byte[] NO_BYTES = new byte[0];
  private static final byte[][] NO_PAGES = new byte[0][];

  private long minTime;
  private long lastTime;
  private long base;
  private int[] offsets = new int[FIRST_OPEN];
  private double[] values = new double[FIRST_OPEN];
  private int open;
  private byte[][] full = NO_PAGES;
  private byte[] page = NO_BYTES;
  private int pageLength;
  private long pageTime;
  private LateSamples late = LateSamples.NONE;

  SeriesData(long firstTime) {
    this.minTime = firstTime;
    this.lastTime = firstTime;
  }

  /** Adds a sample newer than all before; returns by how many bytes its pages grew. */
  int append(long time, double value, HeadEncoder encoder) {
    int grown = 0;
    if (open > 0 && time - base > Integer.MAX_VALUE) {
      grown += seal(encoder);
    }
    if (open == offsets.length) {
      if (open < OPEN) {
        offsets = Arrays.copyOf(offsets, open * 2);
        values = Arrays.copyOf(values, open * 2);
      } else {
        grown += seal(encoder);
      }
    }
    if (open == 0) {
      base = time;
    }
    offsets[open] = (int) (time - base);
    values[open] = value;
    open++;
    lastTime = time;
    return grown;
  }

  /** Adds a sample older than the newest one, at a time that holds none yet. */
  int appendLate(long time, double value, HeadEncoder encoder) {
    late = late.with(time, value, encoder);
    return 16;
  }

  private int seal(HeadEncoder encoder) {
    ByteSink chunk = encoder.encode(base, offsets, values, open, pageTime);
    int before = page.length;
    if (pageLength > 0 && pageLength + chunk.length() > PAGE) {
      full = Arrays.copyOf(full, full.length + 1);
      full[full.length - 1] = Arrays.copyOf(page, pageLength);
      before -= pageLength;
      page = NO_BYTES;
      pageLength = 0;
      chunk = encoder.encode(base, offsets, values, open, 0);
    }
    int needed = pageLength + chunk.length();
    if (needed > page.length) {
      page = Arrays.copyOf(page, Math.max(needed, Math.min(PAGE, needed * 2)));
    }
    System.arraycopy(chunk.bytes(), 0, page, pageLength, chunk.length());
    pageLength = needed;
    pageTime = base + offsets[open - 1];
    open = 0;
    return page.length - before;
  }

  /** Bytes of the arrays that hold what is not in a page yet. */
  int openBytes() {
    return offsets.length * (Integer.BYTES + Double.BYTES);
  }

  /** The newest sample that came in order. */
  long lastTime() {
    return lastTime;
  }

  long minTime() {
    return Math.min(minTime, late.minTime());
  }

  /** The late samples are never newer than this. */
  long maxTime() {
    return Math.max(lastTime, late.maxTime());
  }

  /**
   * @param reading the head's read lock, which the caller holds
   */
  void addRuns(long fromMs, long toMs, Lock reading, List<Run> out) {
    if (minTime <= toMs && lastTime >= fromMs) {
      out.add(new LiveRun(this, minTime, lastTime, reading));
    }
    if (late.minTime() <= toMs && late.maxTime() >= fromMs) {
      out.add(late.run());
    }
  }

  /** What came in order so far; the caller holds the head's read lock. */
  HeadRun snapshot() {
    OpenSamples tail =
        new OpenSamples(base, Arrays.copyOf(offsets, open), Arrays.copyOf(values, open));
    return new HeadRun(full, page, pageLength, tail, minTime, lastTime);
  }
}
