package jigi.base.run.docker;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a container has to be like. */
enum Expected {
  /** Whatever its health check says. */
  RUNNING,
  /** Running, and by its health check well. */
  HEALTHY,
  STOPPED,
  /** Running; healthy if it has a health check. */
  WELL;

  /** Null for what a manual cannot say. */
  static @Nullable Expected of(String word) {
    for (Expected each : values()) {
      if (each != WELL && each.word().equals(word)) {
        return each;
      }
    }
    return null;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
