package jigi.present.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import jigi.base.schedule.Cadence;

/**
 * The days that a report is about.
 *
 * @param last included
 * @param zone in which its days begin and end
 */
public record Period(Cadence cadence, LocalDate first, LocalDate last, ZoneId zone) {
  /** The one that holds the day. */
  static Period of(Cadence cadence, LocalDate day, ZoneId zone) {
    return new Period(cadence, cadence.first(day), cadence.last(day), zone);
  }

  /** The last one that is over on the day. */
  static Period before(Cadence cadence, LocalDate day, ZoneId zone) {
    return of(cadence, cadence.first(day).minusDays(1), zone);
  }

  Period previous() {
    return before(cadence, first, zone);
  }

  Instant from() {
    return first.atStartOfDay(zone).toInstant();
  }

  /** Not included. */
  Instant to() {
    return last.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
