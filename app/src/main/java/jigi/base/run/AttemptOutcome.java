package jigi.base.run;

import java.util.Locale;

/** How an attempt ended. */
public enum AttemptOutcome {
  OK,
  FAILED,
  /** It could not be told; of checks. */
  UNKNOWN,
  /** Killed at its time-out, proven gone. */
  TIMEOUT,
  /** Killed for a cancel, proven gone. */
  CANCELLED,
  /** Proven never to have begun. */
  VOID,
  /** Begun, gone, and nobody knows how it ended. */
  VANISHED,
  /** Vanished because its host was started anew. */
  REBOOTED;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
