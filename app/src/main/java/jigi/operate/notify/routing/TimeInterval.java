package jigi.operate.notify.routing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recurring span of time
 * (https://prometheus.io/docs/alerting/latest/configuration/#time_interval). An empty list means
 * that it does not matter.
 *
 * @param times minutes of the day, the end excluded
 * @param weekdays 0 is Sunday
 * @param days of the month; negative ones count from its end
 * @param zone null for the system's
 */
public record TimeInterval(
    List<Range> times,
    List<Range> weekdays,
    List<Range> days,
    List<Range> months,
    List<Range> years,
    @Nullable ZoneId zone) {
  /** Both included, but for times. */
  public record Range(int from, int to) {
    boolean includes(int value) {
      return value >= from && value <= to;
    }
  }

  public TimeInterval {
    times = List.copyOf(times);
    weekdays = List.copyOf(weekdays);
    days = List.copyOf(days);
    months = List.copyOf(months);
    years = List.copyOf(years);
  }

  /**
   * @param system the system's zone
   */
  public boolean includes(Instant at, ZoneId system) {
    ZonedDateTime time = at.atZone(zone == null ? system : zone);
    int minute = time.getHour() * 60 + time.getMinute();
    LocalDate date = time.toLocalDate();
    return any(times, range -> minute >= range.from() && minute < range.to())
        && any(weekdays, range -> range.includes(date.getDayOfWeek().getValue() % 7))
        && any(days, range -> includes(range, date))
        && any(months, range -> range.includes(date.getMonthValue()))
        && any(years, range -> range.includes(date.getYear()));
  }

  private static boolean any(List<Range> ranges, java.util.function.Predicate<Range> test) {
    return ranges.isEmpty() || ranges.stream().anyMatch(test);
  }

  /** A range that goes beyond the month's end is cut there. */
  private static boolean includes(Range range, LocalDate date) {
    int length = date.lengthOfMonth();
    int from = range.from() < 0 ? length + range.from() + 1 : range.from();
    int to = range.to() < 0 ? length + range.to() + 1 : range.to();
    if (to < 1 || from > length) {
      return false;
    }
    return date.getDayOfMonth() >= Math.max(1, from)
        && date.getDayOfMonth() <= Math.min(to, length);
  }
}
