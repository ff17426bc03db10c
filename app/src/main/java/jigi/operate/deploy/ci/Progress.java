package jigi.operate.deploy.ci;

import java.util.Locale;

/** Where a chain is, or one of its jobs. */
public enum Progress {
  WAITING,
  RUNNING,
  PASSED,
  FAILED,
  CANCELLED,
  SKIPPED;

  /** In lower case, as in the store and API answers. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of two reports of the same second the one that is further holds. */
  int rank() {
    return switch (this) {
      case WAITING -> 0;
      case RUNNING -> 1;
      case PASSED, FAILED, CANCELLED, SKIPPED -> 2;
    };
  }
}
