package jigi.detect.probe.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest lines that matched a pattern. Within a block only their places are kept, so that a
 * pattern that every line matches costs no text of them.
 */
final class MatchedLines {
  private static final int LONGEST = LineCounter.LONGEST_EXAMPLE;

  private final int[] from;
  private final int[] to;
  private final Deque<String> lines = new ArrayDeque<>();
  private int seen;

  /**
   * @param most how many are kept
   */
  MatchedLines(int most) {
    from = new int[most];
    to = new int[most];
  }

  /** A line of the block that is being read. */
  void add(int begin, int end) {
    from[seen % from.length] = begin;
    to[seen % to.length] = end;
    seen++;
  }

  /** The block is read: what it holds will be overwritten. */
  void take(byte[] bytes) {
    int count = Math.min(seen, from.length);
    for (int i = seen - count; i < seen; i++) {
      int begin = from[i % from.length];
      int length = Math.min(to[i % to.length] - begin, LONGEST);
      lines.add(new String(bytes, begin, length, StandardCharsets.UTF_8).strip());
      if (lines.size() > from.length) {
        lines.remove();
      }
    }
    seen = 0;
  }

  /** Oldest first. */
  List<String> lines() {
    return List.copyOf(lines);
  }
}
