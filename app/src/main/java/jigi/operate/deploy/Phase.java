package jigi.operate.deploy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person asks for. */
public enum Phase {
  PREPARE,
  GATEWAY,
  FINALIZE,
  CANCEL,
  /** The first three, one after another. */
  FULL;

  /** What {@link #FULL} means of two colours. */
  static final List<Phase> WHOLE = List.of(PREPARE, GATEWAY, FINALIZE);

  /** In lower case, as in commands. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null for no such phase. */
  public static @Nullable Phase of(String key) {
    for (Phase phase : values()) {
      if (phase.key().equals(key)) {
        return phase;
      }
    }
    return null;
  }
}
