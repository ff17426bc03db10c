package jigi.detect.probe.file;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A file as {@code find} reports it.
 *
 * @param mode the bits of its permissions, as 0600
 */
record Found(long bytes, int mode, Instant changed, String path) {
  /** What {@code find} prints for each: size, permissions, time of change, path. */
  static final String FORMAT = "%s %m %T@ %p\\0";

  /**
   * @throws IllegalArgumentException when the text is not of {@link #FORMAT}
   */
  static List<Found> parse(String text) {
    List<Found> found = new ArrayList<>();
    for (String entry : text.split("\0", -1)) {
      if (entry.isEmpty()) {
        continue;
      }
      String[] words = entry.split(" ", 4);
      if (words.length < 4) {
        throw new IllegalArgumentException("not a line of find: " + entry);
      }
      double seconds = Double.parseDouble(words[2]);
      found.add(
          new Found(
              Long.parseLong(words[0]),
              Integer.parseInt(words[1], 8),
              Instant.ofEpochMilli((long) (seconds * 1000)),
              words[3]));
    }
    return found;
  }
}
