package jigi.base.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When something recurring is due: dates and times of day in a zone that is given when asked. A
 * local time that a change of the clock leaves out is due at the first instant after the change,
 * one that occurs twice is due the first time only.
 *
 * @param text as written
 * @param times ascending, to the minute
 */
public record Schedule(String text, Days days, List<LocalTime> times) {
  /** Longer than the longest pause between two 29ths of February. */
  static final int HORIZON_DAYS = 9 * 366;

  /** No holiday moves a date further. */
  private static final int LOOK_BACK_DAYS = 32;

  /**
   * What its dates depend on besides.
   *
   * @param zone of the system
   */
  public record Calendar(ZoneId zone, Holidays holidays, Holidays.Rule rule) {
    /** A zone in which no day is a holiday. */
    public static Calendar of(ZoneId zone) {
      return new Calendar(zone, Holidays.NONE, Holidays.Rule.IGNORE);
    }
  }

  public Schedule {
    times = times.stream().sorted().distinct().toList();
  }

  static Schedule of(String text, Days days, Collection<LocalTime> times) {
    return new Schedule(text, days, List.copyOf(times));
  }

  /** The stretch of time that one occasion stands for, as people name it. */
  public Cadence cadence() {
    return cadence(days);
  }

  private static Cadence cadence(Days days) {
    return switch (days) {
      case Days.All all -> Cadence.DAY;
      case Days.OfWeek(var named) -> named.size() == 1 ? Cadence.WEEK : Cadence.DAY;
      case Days.OfMonth day -> Cadence.MONTH;
      case Days.LastOfMonth day -> Cadence.MONTH;
      case Days.Nth day -> Cadence.MONTH;
      case Days.Last day -> Cadence.MONTH;
      case Days.FirstWeek day -> Cadence.MONTH;
      case Days.In(var months, var inner) -> inMonths(months.size(), cadence(inner));
      case Days.Cron(var ofMonth, var months, var ofWeek) ->
          inMonths(
              months.isEmpty() ? 12 : months.size(),
              !ofMonth.isEmpty() ? Cadence.MONTH : ofWeek.size() == 1 ? Cadence.WEEK : Cadence.DAY);
    };
  }

  private static Cadence inMonths(int months, Cadence within) {
    if (within != Cadence.MONTH || months > 4) {
      return within;
    }
    return months == 1 ? Cadence.YEAR : months == 4 ? Cadence.QUARTER : within;
  }

  /** The first instant after the given one at which it is due; null for none in nine years. */
  public @Nullable Instant next(Instant after, Calendar calendar) {
    LocalDate today = after.atZone(calendar.zone()).toLocalDate();
    int back = calendar.rule() == Holidays.Rule.SHIFT ? LOOK_BACK_DAYS : 0;
    Instant next = null;
    for (int i = -back; i <= HORIZON_DAYS; i++) {
      LocalDate date = today.plusDays(i);
      // A shifted date may come after later ones that are not shifted: those are looked at too.
      if (next != null && date.isAfter(next.atZone(calendar.zone()).toLocalDate())) {
        break;
      }
      LocalDate actual =
          days.include(date) ? calendar.holidays().instead(date, calendar.rule()) : null;
      Instant due =
          actual == null || actual.isBefore(today) ? null : first(actual, after, calendar.zone());
      next = due != null && (next == null || due.isBefore(next)) ? due : next;
    }
    return next;
  }

  private @Nullable Instant first(LocalDate date, Instant after, ZoneId zone) {
    for (LocalTime time : times) {
      Instant due = instant(date.atTime(time), zone);
      if (due.isAfter(after)) {
        return due;
      }
    }
    return null;
  }

  /** The last instant at or before the given one at which it was due, after the first; or null. */
  public @Nullable Instant latest(Instant after, Instant until, Calendar calendar) {
    Instant latest = null;
    Instant due = next(after, calendar);
    while (due != null && !due.isAfter(until)) {
      latest = due;
      due = next(due, calendar);
    }
    return latest;
  }

  private static Instant instant(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    return ZonedDateTime.ofLocal(local, zone, null).toInstant();
  }
}
