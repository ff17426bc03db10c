package jigi.operate.deploy.machine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One of the two sides of a blue-green deployment. */
public enum Colour implements Slot {
  BLUE,
  GREEN;

  public Colour other() {
    return this == BLUE ? GREEN : BLUE;
  }

  /** In lower case, as in files, commands and API answers. */
  @Override
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null for what is neither. */
  public static @Nullable Colour of(@Nullable String key) {
    for (Colour colour : values()) {
      if (colour.key().equals(key)) {
        return colour;
      }
    }
    return null;
  }
}
