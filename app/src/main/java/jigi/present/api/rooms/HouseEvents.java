package jigi.present.api.rooms;

import jigi.base.journal.EventKind;

/** What the journal says of the process itself. */
final class HouseEvents {
  /** Arguments: {@code by}, the time that was left to pass. */
  static final EventKind CLOCK_ADVANCED = EventKind.of("clock.advanced");

  private HouseEvents() {}
}
