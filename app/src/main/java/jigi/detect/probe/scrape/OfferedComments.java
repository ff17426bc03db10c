package jigi.detect.probe.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jigi.detect.probe.Families;

/**
 * The comments of a target's last scrape and what they told. Most targets say the same each time,
 * and to compare it is cheaper than to read it. Not thread-safe.
 */
final class OfferedComments {
  private byte[] texts = {};
  private List<Families.Family> families = List.of();

  /** Of the scrape under way: where its comments begin and end. */
  private int[] places = new int[32];

  private int count;
  private int equal;
  private boolean same;

  void begin() {
    count = 0;
    equal = 0;
    same = true;
  }

  /** Takes a line that begins with {@code #}, its end included. */
  void add(byte[] text, int from, int to) {
    if (2 * count == places.length) {
      places = Arrays.copyOf(places, 4 * count);
    }
    places[2 * count] = from;
    places[2 * count + 1] = to;
    count++;
    int end = equal + to - from;
    same = same && end <= texts.length && Arrays.equals(text, from, to, texts, equal, end);
    equal = end;
  }

  /** What the comments of this scrape tell. */
  List<Families.Family> finish(byte[] text) {
    if (same && equal == texts.length) {
      return families;
    }
    Comments comments = new Comments();
    texts = new byte[equal];
    for (int i = 0, at = 0; i < count; i++) {
      int from = places[2 * i];
      int length = places[2 * i + 1] - from;
      System.arraycopy(text, from, texts, at, length);
      at += length;
      comments.read(new String(text, from, length, StandardCharsets.UTF_8));
    }
    families = comments.families();
    return families;
  }
}
