package jigi.detect.probe;

import java.util.List;
import jigi.base.journal.EventKind;

/** What the journal hears from this room. */
public final class ProbeEvents {
  /** Arguments: probe, from, to, evidence. */
  public static final EventKind CHANGED = EventKind.of("probe.changed");

  private ProbeEvents() {}

  public static List<EventKind> all() {
    return List.of(CHANGED);
  }
}
