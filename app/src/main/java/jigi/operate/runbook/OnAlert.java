package jigi.operate.runbook;

import java.util.Locale;

/** What a runbook does when an alert fires. */
public enum OnAlert {
  /** It runs. */
  AUTOMATIC,
  /** It waits for an approval, then runs. */
  ASK,
  /** It is shown to people. */
  SUGGEST;

  /** Itself, or what the system allows where that is less. */
  OnAlert atMost(OnAlert allowed) {
    return compareTo(allowed) < 0 ? allowed : this;
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
