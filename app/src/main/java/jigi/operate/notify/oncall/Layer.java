package jigi.operate.notify.oncall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import jigi.operate.notify.Hours;
import org.jspecify.annotations.Nullable;

/**
 * People who take turns.
 *
 * @param people in the order of their turns; at least one
 * @param hours outside which nobody of the layer is on call; empty for none
 */
public record Layer(List<String> people, Turn turn, List<Hours> hours, OnHolidays holidays) {
  /**
   * How the turns go round.
   *
   * @param days of one turn, from 1
   * @param first the day on which a turn of the first person begins; those before it count back
   * @param handOver the time of the day at which turns begin
   */
  public record Turn(int days, LocalDate first, LocalTime handOver) {}

  /** What holidays of the manual are to a layer. */
  public enum OnHolidays {
    /** Days like any other. */
    IGNORE,
    /** Nobody of the layer is on call. */
    SKIP,
    /** The layer is for these days alone. */
    ONLY
  }

  public Layer {
    people = List.copyOf(people);
    hours = List.copyOf(hours);
  }

  /** Null when nobody of the layer is on call. */
  @Nullable String at(Instant at, DutyCalendar calendar) {
    return isOn(at.atZone(calendar.zone()), calendar)
        ? people.get((int) Math.floorMod(turnOf(at, calendar), (long) people.size()))
        : null;
  }

  /** Turns are counted by days of the calendar, so that none is an hour longer in their number. */
  private long turnOf(Instant at, DutyCalendar calendar) {
    LocalDate day = calendar.date(at);
    while (calendar.first(day, turn.handOver()).isAfter(at)) {
      day = day.minusDays(1);
    }
    return Math.floorDiv(ChronoUnit.DAYS.between(turn.first(), day), (long) turn.days());
  }

  private boolean isOn(ZonedDateTime time, DutyCalendar calendar) {
    if (hours.isEmpty()) {
      return fits(time.toLocalDate(), calendar);
    }
    for (Hours one : hours) {
      LocalDate day = one.dayOf(time);
      if (day != null && fits(day, calendar)) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(LocalDate day, DutyCalendar calendar) {
    return switch (holidays) {
      case IGNORE -> true;
      case SKIP -> !calendar.holidays().include(day);
      case ONLY -> calendar.holidays().include(day);
    };
  }

  /** The times of a day at which somebody else may be on call. */
  List<LocalTime> changes() {
    List<LocalTime> all = new ArrayList<>();
    all.add(turn.handOver());
    all.add(LocalTime.MIDNIGHT);
    for (Hours one : hours) {
      all.add(LocalTime.ofSecondOfDay(one.from() % 1440 * 60L));
      all.add(LocalTime.ofSecondOfDay(one.to() % 1440 * 60L));
    }
    return all;
  }
}
