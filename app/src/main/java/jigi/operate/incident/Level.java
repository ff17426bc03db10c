package jigi.operate.incident;

import org.jspecify.annotations.Nullable;

/** How grave an incident is; P0 is the gravest. */
public enum Level {
  P0,
  P1,
  P2,
  P3,
  P4;

  /** The level of this name in any case, null for a name that is none. */
  public static @Nullable Level named(@Nullable String name) {
    for (Level level : values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    return null;
  }
}
