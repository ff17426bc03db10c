package jigi.operate.notify;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.operate.notify.routing.TimeInterval;
import jigi.operate.notify.routing.TimeInterval.Range;
import org.jspecify.annotations.Nullable;

/**
 * When a person may be called: {@code always}, {@code weekdays 9-18}, {@code daily 9-18}, {@code
 * weekends 10:30-16}. A range over midnight ({@code daily 22-6}) belongs to the day it begins on.
 *
 * @param from minutes of the day
 * @param to minutes of the day, after the last
 */
public record Hours(Set<DayOfWeek> days, int from, int to) {
  static final Hours ALWAYS = new Hours(EnumSet.allOf(DayOfWeek.class), 0, 1440);
  private static final Set<DayOfWeek> WEEKENDS = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
  private static final Pattern NOTATION =
      Pattern.compile(
          "(daily|weekdays|weekends) (\\d{1,2})(?::([0-5]\\d))?-(\\d{1,2})(?::([0-5]\\d))?");

  public Hours {
    days = Set.copyOf(days);
  }

  /** Null for a text of another notation. */
  public static @Nullable Hours parse(String text) {
    if (text.equals("always")) {
      return ALWAYS;
    }
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int from = minutes(matcher.group(2), matcher.group(3));
    int to = minutes(matcher.group(4), matcher.group(5));
    Set<DayOfWeek> days =
        switch (matcher.group(1)) {
          case "weekdays" -> EnumSet.complementOf(EnumSet.copyOf(WEEKENDS));
          case "weekends" -> WEEKENDS;
          default -> EnumSet.allOf(DayOfWeek.class);
        };
    return from > 1440 || to > 1440 || from == to ? null : new Hours(days, from, to);
  }

  public boolean include(ZonedDateTime time) {
    return dayOf(time) != null;
  }

  /** The day on which the range around a time begins; null outside of all ranges. */
  public @Nullable LocalDate dayOf(ZonedDateTime time) {
    int minute = time.getHour() * 60 + time.getMinute();
    LocalDate day = time.toLocalDate();
    boolean today = days.contains(day.getDayOfWeek());
    if (from < to) {
      return today && minute >= from && minute < to ? day : null;
    }
    if (today && minute >= from) {
      return day;
    }
    LocalDate before = day.minusDays(1);
    return days.contains(before.getDayOfWeek()) && minute < to ? before : null;
  }

  /** The same as spans of days, in the system's zone. */
  List<TimeInterval> intervals() {
    if (from < to) {
      return List.of(span(from, to, 0));
    }
    return List.of(span(from, 1440, 0), span(0, to, 1));
  }

  private TimeInterval span(int begin, int end, int daysLater) {
    List<Range> weekdays =
        days.stream()
            .map(day -> day.plus(daysLater).getValue() % 7)
            .map(day -> new Range(day, day))
            .toList();
    return new TimeInterval(
        List.of(new Range(begin, end)), weekdays, List.of(), List.of(), List.of(), null);
  }

  private static int minutes(String hours, @Nullable String minutes) {
    return Integer.parseInt(hours) * 60 + (minutes == null ? 0 : Integer.parseInt(minutes));
  }
}
