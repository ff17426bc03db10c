package jigi.detect.probe.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import jigi.base.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * When a job is expected.
 *
 * @param period between two signs of life; null when there is a schedule
 * @param schedule by the calendar of the zone
 * @param grace how much later is still in time
 * @param longest how long a run may take; null when that is not judged
 */
record Due(
    @Nullable Duration period,
    @Nullable Schedule schedule,
    ZoneId zone,
    Duration grace,
    @Nullable Duration longest) {
  /** Two clocks: who is a little early has not come for the occasion before. */
  private static final Duration EARLY = Duration.ofSeconds(5);

  Due in(ZoneId other) {
    return new Due(period, schedule, other, grace, longest);
  }

  /** Until when who called while nobody listened may call again: a rare job does not for long. */
  Instant retriedBy(Instant since) {
    return since.plus(period == null ? Duration.ZERO : period).plus(grace);
  }

  /** When the next sign of life is expected after this one; null for never. */
  @Nullable Instant after(Instant last) {
    if (schedule != null) {
      return schedule.next(last.plus(EARLY), Schedule.Calendar.of(zone));
    }
    return period == null ? null : last.plus(period);
  }
}
