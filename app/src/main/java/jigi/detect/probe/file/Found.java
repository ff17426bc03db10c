package jigi.detect.probe.file;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A file as {@code find} reports it. */
record Found(long bytes, Instant changed, String path) {
  /** What {@code find} prints for each: size, time of change, path. */
  static final String FORMAT = "%s %T@ %p\\0";

  /**
   * @throws IllegalArgumentException when the text is not of {@link #FORMAT}
   */
  static List<Found> parse(String text) {
    List<Found> found = new ArrayList<>();
    for (String entry : text.split("\0", -1)) {
      if (entry.isEmpty()) {
        continue;
      }
      String[] words = entry.split(" ", 3);
      if (words.length < 3) {
        throw new IllegalArgumentException("not a line of find: " + entry);
      }
      double seconds = Double.parseDouble(words[1]);
      found.add(
          new Found(
              Long.parseLong(words[0]), Instant.ofEpochMilli((long) (seconds * 1000)), words[2]));
    }
    return found;
  }
}
