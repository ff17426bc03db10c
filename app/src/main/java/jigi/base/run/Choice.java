package jigi.base.run;

import java.util.Locale;

/** What a person decides about a run that asks. */
public enum Choice {
  /** Execute the step, or the check that was asked about, once more. */
  RETRY,
  /** Verify once more. */
  CHECK,
  /** It is done; the person saw it and says how. */
  MARK_DONE,
  /** Take the step's effect back, then fail. */
  UNDO,
  /** Leave it as it is and end the run. */
  ABANDON;

  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
