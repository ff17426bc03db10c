package jigi.base.schedule;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of an occurrence.
 *
 * @param key of the item
 * @param run that it started; null for none
 */
public record Firing(
    String system, String key, Instant due, Instant fired, Outcome outcome, @Nullable String run) {
  /** How it went. */
  public enum Outcome {
    STARTED,
    /** Started after its time, because nothing was there to do it. */
    LATE,
    /** Left out, because the one before it still runs. */
    OVERLAP,
    /** Nothing was there to do it, and a later one was done instead. */
    MISSED,
    /** It could not be started. */
    FAILED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
