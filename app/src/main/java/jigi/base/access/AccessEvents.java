package jigi.base.access;

import jigi.base.journal.EventKind;

/** The events of this room. */
public final class AccessEvents {
  public static final EventKind USER_ADDED = EventKind.of("access.user-added");
  public static final EventKind USER_DISABLED = EventKind.of("access.user-disabled");
  public static final EventKind USER_ENABLED = EventKind.of("access.user-enabled");
  public static final EventKind PREFERENCES = EventKind.of("access.preferences-changed");
  public static final EventKind PASSWORD = EventKind.of("access.password-changed");
  public static final EventKind ROLE = EventKind.of("access.role-defined");
  public static final EventKind GRANTED = EventKind.of("access.granted");
  public static final EventKind REVOKED = EventKind.of("access.revoked");
  public static final EventKind TOKEN_MADE = EventKind.of("access.token-made");
  public static final EventKind TOKEN_REVOKED = EventKind.of("access.token-revoked");
  public static final EventKind LINK_MADE = EventKind.of("access.link-made");
  public static final EventKind SIGNED_IN = EventKind.of("access.signed-in");
  public static final EventKind SIGNED_OUT = EventKind.of("access.signed-out");
  public static final EventKind SIGN_IN_FAILED = EventKind.of("access.sign-in-failed");

  private AccessEvents() {}
}
