package jigi.present.report;

import java.util.List;
import jigi.base.journal.EventKind;

/** What this room records. */
public final class ReportEvents {
  /** A report was made. Args: report (id), name, title, first, last. */
  public static final EventKind MADE = EventKind.of("report.made");

  private ReportEvents() {}

  /** All of them, for the check of the catalogue. */
  public static List<EventKind> all() {
    return List.of(MADE);
  }
}
