package jigi.operate.incident;

import java.time.Instant;
import java.util.Locale;

/**
 * What a person wrote about an incident, in one of its versions.
 *
 * @param version from 1
 */
public record WrittenText(Field field, int version, String text, Instant at, String author) {
  /** What is written about an incident. */
  public enum Field {
    SYMPTOM,
    /** What customers notice of it. */
    IMPACT,
    CAUSE,
    RESOLUTION,
    /** How it is kept from happening again. */
    PREVENTION,
    /** Where people meet about it: a link or a place. */
    ROOM,
    /** The whole report, in Markdown. */
    REPORT;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
