package jigi.operate.incident;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of the guide as it stands in one incident: what the manual said when it was opened.
 *
 * @param number from 1, in the order of the guide
 * @param until the time since the opening by which it should be done; null for no time
 * @param verify the condition that is measured in its place; null for none
 * @param done null while it is to be done
 */
public record Task(
    int number,
    String phase,
    @Nullable Duration until,
    String text,
    @Nullable String runbook,
    @Nullable String verify,
    boolean required,
    @Nullable Done done) {
  /**
   * @param evidence what was seen; empty where nobody said
   */
  public record Done(Instant at, String by, String evidence) {}

  static Task of(int number, Guide.Phase phase, Guide.Step step) {
    return new Task(
        number,
        phase.title(),
        phase.until(),
        step.text(),
        step.runbook(),
        step.verify(),
        step.required(),
        null);
  }

  /** Whether the incident is closed only after it. */
  boolean holdsUp() {
    return done == null && (required || verify != null);
  }

  /** Whether its time has passed while nobody did it. */
  public boolean isLate(Instant opened, Instant now) {
    return done == null && until != null && !now.isBefore(opened.plus(until));
  }
}
