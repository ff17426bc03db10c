package jigi.present.report;

import java.util.Locale;

/** What a report tells of, in the order in which it does. */
public enum Chapter {
  AVAILABILITY,
  /** What the manual asks for. */
  FIGURES,
  CAPACITY,
  ALERTS,
  INCIDENTS,
  DEPLOYMENTS,
  BACKUPS,
  CHECKLISTS,
  /** Runs, and what recurs and was not done. */
  WORK;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
