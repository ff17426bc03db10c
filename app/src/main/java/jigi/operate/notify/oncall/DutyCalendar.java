package jigi.operate.notify.oncall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import jigi.base.schedule.Holidays;

/**
 * The days of a system.
 *
 * @param zone in which its days begin
 */
public record DutyCalendar(ZoneId zone, Holidays holidays) {
  LocalDate date(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  /** When a time of a day comes: a missing one at the end of the gap, a doubled one twice. */
  List<Instant> instants(LocalDate date, LocalTime time) {
    LocalDateTime local = date.atTime(time);
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (transition != null && transition.isGap()) {
      return List.of(transition.getInstant());
    }
    return rules.getValidOffsets(local).stream().map(local::toInstant).sorted().toList();
  }

  /** When a time of a day comes for the first time. */
  Instant first(LocalDate date, LocalTime time) {
    return instants(date, time).getFirst();
  }
}
