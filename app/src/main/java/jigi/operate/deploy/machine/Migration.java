package jigi.operate.deploy.machine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a version does to the schema of its database. */
public enum Migration {
  NONE,
  /** Adds what the new version needs; the old one works on with it. */
  EXPAND,
  /** Takes away what older versions need: there is no way back to them. */
  CONTRACT;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null for no such. */
  public static @Nullable Migration of(@Nullable String key) {
    for (Migration each : values()) {
      if (each.key().equals(key)) {
        return each;
      }
    }
    return null;
  }
}
