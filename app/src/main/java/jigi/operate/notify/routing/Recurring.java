package jigi.operate.notify.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import jigi.base.schedule.Schedule;

/** A span of time that begins again and again: {@code weekly sun 02:00}, for two hours. */
public record Recurring(Schedule begins, Duration lasts) {
  public boolean includes(Instant at, ZoneId zone) {
    Instant begun = begins.next(at.minus(lasts), Schedule.Calendar.of(zone));
    return begun != null && !begun.isAfter(at);
  }
}
