package jigi.base.run;

import java.util.Locale;

/** Where a step is. */
public enum StepState {
  PENDING,
  ACTIVE,
  SUCCEEDED,
  FAILED,
  SKIPPED;

  public boolean ended() {
    return this != PENDING && this != ACTIVE;
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
