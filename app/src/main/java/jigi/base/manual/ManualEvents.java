package jigi.base.manual;

import jigi.base.journal.EventKind;

/** What the journal says of manuals. */
public final class ManualEvents {
  public static final EventKind ACTIVATED = EventKind.of("manual.activated");

  /** A person wrote a file from the browser. Args: file, before, after. */
  public static final EventKind EDITED = EventKind.of("manual.edited");

  public static final EventKind REFUSED = EventKind.of("manual.refused");

  private ManualEvents() {}
}
