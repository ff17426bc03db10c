package jigi.operate.notify;

import java.util.Locale;

/**
 * Why people are not told of an alert.
 *
 * @param by id of the silence, name of the window, or the component that hides it
 */
public record Mute(Kind kind, String by) {
  /** What keeps it from them. */
  public enum Kind {
    SILENCE,
    MAINTENANCE,
    /** A rule of alertmanager.yml. */
    INHIBITED,
    /** What it stands on is down, and people know of that. */
    STANDS_ON;

    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether nobody wants to hear of its end, either. */
  boolean isWanted() {
    return kind == Kind.SILENCE || kind == Kind.MAINTENANCE;
  }
}
