package jigi.base.journal;

import java.util.List;
import java.util.Set;

/**
 * Which events a follower wants, and by which durable name it is remembered.
 *
 * @param name stable: its cursor is kept under it
 * @param kindPrefixes {@code alert.}, {@code run.finished}; empty means every event
 */
public record Following(String name, Set<String> kindPrefixes, Start start) {
  /** Where a follower begins that has never been seen before. */
  public enum Start {
    /** With what is recorded from now on. */
    END,
    /** With the first event there is. */
    BEGINNING
  }

  /** From now on, the kinds that begin with one of the prefixes. */
  public static Following of(String name, String... kindPrefixes) {
    return new Following(name, Set.copyOf(List.of(kindPrefixes)), Start.END);
  }

  /** The same from the first event there is. */
  public Following fromBeginning() {
    return new Following(name, kindPrefixes, Start.BEGINNING);
  }

  boolean wants(Event event) {
    return kindPrefixes.isEmpty()
        || kindPrefixes.stream().anyMatch(event.what().kind().name()::startsWith);
  }
}
