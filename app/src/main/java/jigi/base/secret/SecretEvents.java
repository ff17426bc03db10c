package jigi.base.secret;

import jigi.base.journal.EventKind;

/** The events of this room; none of them has a value. */
public final class SecretEvents {
  public static final EventKind SET = EventKind.of("secret.set");
  public static final EventKind CHANGED = EventKind.of("secret.changed");
  public static final EventKind REMOVED = EventKind.of("secret.removed");
  public static final EventKind USED = EventKind.of("secret.used");

  private SecretEvents() {}
}
