package jigi.present.api.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a whole log.
 *
 * @param lines the newest last, without secrets
 * @param mark where to go on from
 * @param searched how many bytes were looked through
 * @param size of the whole in bytes; null where nobody tells it
 * @param whole whether nothing older was left unsearched, or enough was found
 * @param skipped how many lines there was no room for
 */
public record WholeLog(
    List<String> lines,
    String mark,
    long searched,
    @Nullable Long size,
    boolean whole,
    long skipped) {
  public WholeLog {
    lines = List.copyOf(lines);
  }

  /**
   * A log that can be read.
   *
   * @param where its file, or its daemon and container
   * @param host behind SSH that it lies on; null for Jigi's machine
   */
  public record Place(
      String system, String component, String probe, String where, @Nullable String host) {}

  /**
   * What of it.
   *
   * @param probe empty where the component has one log only
   * @param text words, or between slashes a regular expression; empty for every line
   * @param level that lines have at least; empty for any
   * @param most how many lines
   * @param after the mark of an earlier answer; empty for the last lines
   */
  public record Wanted(
      String system,
      String component,
      String probe,
      String text,
      String level,
      int most,
      String after) {
    /** The same from a mark on. */
    public Wanted from(String mark) {
      return new Wanted(system, component, probe, text, level, most, mark);
    }
  }
}
