package jigi.base.schedule;

import java.util.List;
import jigi.base.journal.EventKind;

/** What this room records. Every event carries {@code item}, {@code title} and {@code due}. */
public final class ScheduleEvents {
  /** Links: run. */
  public static final EventKind FIRED = EventKind.of("schedule.fired");

  /** Links: run. Args: minutes (how late), missed (how many earlier ones never happened). */
  public static final EventKind LATE = EventKind.of("schedule.late");

  /** Links: run (the one that still runs). */
  public static final EventKind OVERLAP = EventKind.of("schedule.overlap");

  /** Args: why. */
  public static final EventKind REFUSED = EventKind.of("schedule.refused");

  private ScheduleEvents() {}

  /** All of them, for the check of the catalogue. */
  public static List<EventKind> all() {
    return List.of(FIRED, LATE, OVERLAP, REFUSED);
  }
}
