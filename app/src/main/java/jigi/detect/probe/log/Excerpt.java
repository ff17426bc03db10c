package jigi.detect.probe.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a whole log.
 *
 * @param lines the newest last
 * @param mark where to go on from
 * @param searched how many bytes were looked through
 * @param size of the whole in bytes, with the rotated files that were looked at; null where nobody
 *     tells it
 * @param whole whether nothing older was left unsearched, or enough was found
 * @param skipped how many wanted lines there were no room for
 * @param reach into rotated files
 */
public record Excerpt(
    List<String> lines,
    String mark,
    long searched,
    @Nullable Long size,
    boolean whole,
    long skipped,
    Reach reach) {
  public Excerpt {
    lines = List.copyOf(lines);
  }
}
