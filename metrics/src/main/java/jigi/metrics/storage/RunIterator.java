package jigi.metrics.storage;

import jigi.metrics.model.SampleIterator;
import org.jspecify.annotations.Nullable;

/** Decodes a run chunk by chunk, skipping by headers what lies outside the range. */
final class RunIterator implements SampleIterator {
  private static final long[] NO_TIMES = new long[0];
  private static final double[] NO_VALUES = new double[0];

  private final Pages pages;
  private final @Nullable OpenSamples tail;
  private final long to;
  private long from;
  private long[] times = NO_TIMES;
  private double[] values = NO_VALUES;
  private int length;
  private int position = -1;
  private int nextPage;
  private @Nullable ChunkDecoder decoder;
  private boolean inPage;
  private boolean ended;

  RunIterator(Pages pages, @Nullable OpenSamples tail, long from, long to) {
    this.pages = pages;
    this.tail = tail;
    this.from = from;
    this.to = to;
  }

  @Override
  public boolean next() {
    return ++position < length || load();
  }

  @Override
  public boolean seek(long timestampMs) {
    if (position >= 0 && position < length && times[position] >= timestampMs) {
      return true;
    }
    if (length > 0 && times[length - 1] >= timestampMs) {
      position = search(times, Math.max(0, position), length, timestampMs);
      return true;
    }
    from = Math.max(from, timestampMs);
    return load();
  }

  @Override
  public long timestampMs() {
    return times[position];
  }

  @Override
  public double value() {
    return values[position];
  }

  /** Loads the next chunk with a sample in the range, positioned on it. */
  private boolean load() {
    while (!ended) {
      try {
        if (inPage && loadFromPage()) {
          return true;
        }
      } catch (CorruptDataException e) {
        pages.failed(nextPage - 1, e);
      }
      inPage = false;
      if (nextPage < pages.count()) {
        openPage();
      } else {
        ended = true;
        return loadTail();
      }
    }
    length = 0;
    position = 0;
    return false;
  }

  private void openPage() {
    int page = nextPage++;
    if (pages.maxTime(page) < from) {
      return;
    }
    if (decoder == null) {
      decoder = new ChunkDecoder();
    }
    inPage = pages.open(page, decoder);
  }

  private boolean loadFromPage() {
    ChunkDecoder chunks = decoder;
    while (chunks != null && chunks.nextHeader()) {
      if (chunks.maxTime() < from) {
        chunks.skipBody();
        continue;
      }
      if (chunks.minTime() > to) {
        ended = true;
        length = 0;
        position = 0;
        return false;
      }
      if (times.length < chunks.count()) {
        times = new long[chunks.count()];
        values = new double[chunks.count()];
      }
      length = 0;
      chunks.readBody(times, values);
      if (clip(chunks.count())) {
        return true;
      }
    }
    return false;
  }

  private boolean loadTail() {
    length = 0;
    position = 0;
    if (tail == null || tail.count() == 0 || tail.base() > to) {
      return false;
    }
    int count = tail.count();
    if (times.length < count) {
      times = new long[count];
      values = new double[count];
    }
    for (int i = 0; i < count; i++) {
      times[i] = tail.base() + tail.offsets()[i];
    }
    System.arraycopy(tail.values(), 0, values, 0, count);
    return clip(count);
  }

  private boolean clip(int count) {
    int end = count;
    while (end > 0 && times[end - 1] > to) {
      end--;
    }
    position = times[0] >= from ? 0 : search(times, 0, end, from);
    length = end;
    return position < end;
  }

  /** The first index at or after a time. */
  private static int search(long[] times, int from, int to, long time) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = low + high >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
