package jigi.operate.notify.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import jigi.base.schedule.Schedule;
import jigi.base.schedule.Stretch;

/** A span of time that begins again and again: {@code weekly sun 02:00}, for two hours. */
public record Recurring(Schedule begins, Duration lasts) {
  public boolean includes(Instant at, ZoneId zone) {
    Instant begun = begins.next(at.minus(lasts), Schedule.Calendar.of(zone));
    return begun != null && !begun.isAfter(at);
  }

  /** What of it lies within a time, in order, joined where it touches. */
  public List<Stretch> within(Stretch time, ZoneId zone) {
    Schedule.Calendar calendar = Schedule.Calendar.of(zone);
    List<Stretch> all = new ArrayList<>();
    Instant begun = begins.next(time.from().minus(lasts), calendar);
    while (begun != null && begun.isBefore(time.to())) {
      Instant from = begun.isBefore(time.from()) ? time.from() : begun;
      Instant end = begun.plus(lasts);
      all.add(new Stretch(from, end.isAfter(time.to()) ? time.to() : end));
      begun = begins.next(begun, calendar);
    }
    return Stretch.joined(all);
  }
}
