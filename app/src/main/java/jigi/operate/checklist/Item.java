package jigi.operate.checklist;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of a checklist.
 *
 * @param text what is to be seen to, in the manual's words
 * @param section the headings above, outermost first, with {@code " / "} between; empty for none
 * @param way how it is answered
 * @param line in the file, from 1
 */
public record Item(String text, String section, Way way, Work work, int line) {
  /**
   * Who does it, how long that takes, and what has to be shown.
   *
   * @param role who does it, in the manual's words; null for whoever does the checklist
   * @param minutes that it takes; 0 when the manual does not say
   * @param evidence what has to be handed in before it is done; null for nothing
   * @param due how long after the checklist's start it has to be answered; null for no date of its
   *     own
   */
  public record Work(
      @Nullable String role, int minutes, @Nullable String evidence, @Nullable Duration due) {
    public static final Work PLAIN = new Work(null, 0, null, null);
  }

  /** How an item is answered. */
  public sealed interface Way {
    /** By a condition. */
    record Check(String condition) implements Way {}

    /** By a runbook's run. */
    record Run(String runbook) implements Way {}

    /** By what a component's logs hold since the checklist was begun the last time. */
    record Logs(String component) implements Way {}

    /** By a person, who sees to the alerts that there were since the last time. */
    record Alerts() implements Way {}

    /**
     * By a person.
     *
     * @param unit of the value that is written down; null when none is asked for
     */
    record Hand(@Nullable String unit) implements Way {}
  }

  /**
   * Who may answer it, {@code "DevOps + PM"} being either; empty for whoever does the checklist.
   */
  public List<String> roles() {
    String role = work.role();
    return role == null
        ? List.of()
        : Stream.of(role.split("[+,]", -1)).map(String::strip).filter(r -> !r.isEmpty()).toList();
  }

  public boolean byHand() {
    return way instanceof Way.Hand || way instanceof Way.Alerts;
  }
}
