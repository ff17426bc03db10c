package jigi.operate.incident;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What customers are to be told of an incident: somebody wrote it, and somebody approves it.
 *
 * @param number of the incident's notices, from 1
 * @param template the manual's, by name
 * @param sending to whom it goes, as the manual said when it was written
 */
public record CustomerNotice(
    String incident,
    int number,
    String template,
    String title,
    String text,
    Sending sending,
    State state,
    Hand drafted,
    @Nullable Hand decided) {
  /** Where it stands. */
  public enum State {
    DRAFT,
    /** Approved, and given to its channels and the status page. */
    SENT,
    DISCARDED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param to people and groups
   * @param by channels
   * @param publish the stage on the status page; null where it is not published
   */
  public record Sending(List<String> to, List<String> by, Notice.@Nullable Stage publish) {
    public Sending {
      to = List.copyOf(to);
      by = List.copyOf(by);
    }
  }

  /** Who did something, and when. */
  public record Hand(String who, Instant at) {}
}
