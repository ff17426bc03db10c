package jigi.operate.runbook;

import java.util.List;
import jigi.base.journal.EventKind;

/** What this room records. */
public final class RunbookEvents {
  /** Args: runbook, title, alert, fingerprint, reason. */
  public static final EventKind SUGGESTED = EventKind.of("runbook.suggested");

  private RunbookEvents() {}

  public static List<EventKind> all() {
    return List.of(SUGGESTED);
  }
}
