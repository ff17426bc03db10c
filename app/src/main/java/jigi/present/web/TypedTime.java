package jigi.present.web;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import jigi.present.api.http.Problem;
import org.jspecify.annotations.Nullable;

/** What was typed into a field for date and time: a time of the clock that the page shows. */
final class TypedTime {
  private TypedTime() {}

  /** As {@link #instant}; null where nothing was typed. */
  static @Nullable String find(@Nullable String typed, ZoneId zone) {
    return typed == null || typed.isBlank() ? null : instant(typed, zone);
  }

  /**
   * An ISO 8601 instant.
   *
   * @throws Problem {@code bad-time} for anything else than {@code 2026-03-02T18:00}
   */
  static String instant(String typed, ZoneId zone) {
    try {
      return LocalDateTime.parse(typed.strip()).atZone(zone).toInstant().toString();
    } catch (DateTimeException e) {
      throw Problem.bad(
          "bad-time", "'" + typed + "' is not a time", "write it like 2026-03-02T18:00");
    }
  }
}
