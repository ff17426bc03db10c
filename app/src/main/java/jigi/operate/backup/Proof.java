package jigi.operate.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A backup was restored, or was tried to be.
 *
 * @param place where: {@code scratch}, a database
 * @param took from the first byte read until the restored answered; null when it never did
 * @param fault why it failed; null when it did not
 * @param said what was seen, in English
 */
public record Proof(
    String id,
    String backup,
    String system,
    String plan,
    Kind kind,
    String run,
    String place,
    Instant started,
    @Nullable Instant ended,
    Outcome outcome,
    @Nullable Duration took,
    @Nullable String fault,
    @Nullable String said) {
  /** What it was done for. */
  public enum Kind {
    DRILL,
    RESTORE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it ended. */
  public enum Outcome {
    RUNNING,
    /** All was as the manifest says. */
    PASSED,
    FAILED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean passed() {
    return outcome == Outcome.PASSED;
  }
}
