package jigi.present.api.view;

import java.time.Instant;
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
 * @param older rotated files that were looked through, the newest first
 * @param left rotated files that were not looked through, or not to their end
 * @param untimed lines that would fit but tell no time, where lines of a time were asked for
 */
public record WholeLog(
    List<String> lines,
    String mark,
    long searched,
    @Nullable Long size,
    boolean whole,
    long skipped,
    List<String> older,
    List<String> left,
    long untimed) {
  public WholeLog {
    lines = List.copyOf(lines);
    older = List.copyOf(older);
    left = List.copyOf(left);
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
   * What was found in one of several logs.
   *
   * @param found null when it could not be read
   * @param fault why it could not
   */
  public record Part(Place place, @Nullable WholeLog found, @Nullable String fault) {}

  /**
   * Which time lines are wanted of, by what they tell themselves.
   *
   * @param from null for the log's beginning
   * @param until exclusive; null for now
   */
  public record Time(@Nullable Instant from, @Nullable Instant until) {
    public static final Time ANY = new Time(null, null);

    public boolean any() {
      return from == null && until == null;
    }
  }

  /**
   * What of several logs.
   *
   * @param system empty for all
   * @param component empty for all
   * @param most how many lines of each
   */
  public record Everywhere(
      String system, String component, String text, String level, Time time, int most) {}

  /**
   * What of it.
   *
   * @param probe empty where the component has one log only
   * @param text words, or between slashes a regular expression; empty for every line
   * @param level that lines have at least; empty for any
   * @param time of what is not read on from a mark
   * @param most how many lines
   * @param after the mark of an earlier answer; empty for the last lines
   */
  public record Wanted(
      String system,
      String component,
      String probe,
      String text,
      String level,
      Time time,
      int most,
      String after) {
    /** The same from a mark on. */
    public Wanted from(String mark) {
      return new Wanted(system, component, probe, text, level, time, most, mark);
    }
  }
}
