package jigi.detect.probe.scrape;

import java.util.Arrays;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * The series of a target's last scrape in the order of its lines. Most targets offer the same ones
 * in the same order again: to compare a line with the one that stood there last time is cheaper
 * than to look for its end and to hash it. Not thread-safe.
 */
final class OfferedOrder {
  /** Bytes of texts that are kept at most; a target that offers more is read the longer way. */
  private static final int LARGEST = 4 << 20;

  /** So many lines are looked at to find the place again after some that are gone. */
  private static final int NEAR = 16;

  private byte[] texts = {};
  private int[] ends = {};
  private Labels[] series = {};
  private int size;

  /** Of the scrape under way: what it offered so far, and where that stands in its text. */
  private Labels[] offered = new Labels[16];

  private int[] places = new int[32];
  private int count;
  private int expected;
  private boolean same;

  void begin() {
    count = 0;
    expected = 0;
    same = true;
  }

  int size() {
    return size;
  }

  /** The series of the line that begins here if it is the expected one, else null. */
  @Nullable Labels next(byte[] text, int at) {
    if (expected == size) {
      return null;
    }
    int from = expected == 0 ? 0 : ends[expected - 1];
    int end = at + ends[expected] - from;
    if (end >= text.length
        || !Arrays.equals(text, at, end, texts, from, ends[expected])
        || !ends(text, end)) {
      return null;
    }
    Labels labels = series[expected++];
    add(labels, at, end);
    return labels;
  }

  /** Where the text of the series ends that was offered last. */
  int end() {
    return places[2 * count - 1];
  }

  /** Braces end a series; a bare name does so if neither more of it nor labels can follow. */
  private static boolean ends(byte[] text, int end) {
    return text[end - 1] == '}'
        || (text[end] == ' '
            && end + 1 < text.length
            && text[end + 1] > ' '
            && text[end + 1] != '{');
  }

  /** Takes a series that was found another way. */
  void found(Labels labels, int from, int to) {
    same = false;
    add(labels, from, to);
    for (int i = expected; i < Math.min(size, expected + NEAR); i++) {
      if (series[i] == labels) {
        expected = i + 1;
        return;
      }
    }
  }

  private void add(Labels labels, int from, int to) {
    if (count == offered.length) {
      offered = Arrays.copyOf(offered, 2 * count);
      places = Arrays.copyOf(places, 4 * count);
    }
    offered[count] = labels;
    places[2 * count] = from;
    places[2 * count + 1] = to;
    count++;
  }

  /** What this scrape offered is what the next one is expected to offer. */
  void finish(byte[] text) {
    if (same && expected == size) {
      return;
    }
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += places[2 * i + 1] - places[2 * i];
    }
    size = bytes > LARGEST ? 0 : count;
    texts = new byte[size == 0 ? 0 : bytes];
    ends = new int[size];
    series = Arrays.copyOf(offered, size);
    for (int i = 0, at = 0; i < size; i++) {
      int length = places[2 * i + 1] - places[2 * i];
      System.arraycopy(text, places[2 * i], texts, at, length);
      at += length;
      ends[i] = at;
    }
    offered = new Labels[Math.max(16, size)];
    places = new int[2 * offered.length];
  }
}
