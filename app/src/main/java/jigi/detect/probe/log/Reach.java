package jigi.detect.probe.log;

import java.util.List;

/**
 * How far a search of a whole log went beyond the file that is written now.
 *
 * @param older the rotated files that were looked through, the newest first
 * @param left those that were not, or not to their end: too much, too long, or nothing here unpacks
 *     them
 * @param untimed lines that would fit, but neither they nor a line before them tells a time
 */
public record Reach(List<String> older, List<String> left, long untimed) {
  static final Reach NONE = new Reach(List.of(), List.of(), 0);

  public Reach {
    older = List.copyOf(older);
    left = List.copyOf(left);
  }
}
