package jigi.base.run;

import java.util.Locale;

/** What an attempt executes. */
public enum Purpose {
  ACT,
  /** The verify before the step acted: was the effect there already? */
  BEFORE,
  VERIFY,
  UNDO,
  PROBE,
  /** A check of the ladder's goal: before the first step (step -1), or after a step. */
  GOAL;

  /** Whether it asks for something, and changes nothing. */
  boolean checks() {
    return switch (this) {
      case BEFORE, VERIFY, PROBE, GOAL -> true;
      case ACT, UNDO -> false;
    };
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
