package jigi.base.schedule;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the five fields of a crontab line (POSIX, with names, steps and 7 for Sunday). */
final class CronReader {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private CronReader() {}

  /** Null when a field is not of cron's notation. */
  static @Nullable Schedule read(String text, List<String> fields) {
    List<Integer> minutes = field(fields.get(0), 0, 59, List.of());
    List<Integer> hours = field(fields.get(1), 0, 23, List.of());
    List<Integer> days = field(fields.get(2), 1, 31, List.of());
    List<Integer> months = field(fields.get(3), 1, 12, MONTHS);
    List<Integer> week = field(fields.get(4), 0, 7, DAYS);
    if (minutes == null || hours == null || days == null || months == null || week == null) {
      return null;
    }
    List<LocalTime> times = new ArrayList<>();
    for (int hour : hours) {
      minutes.forEach(minute -> times.add(LocalTime.of(hour, minute)));
    }
    return Schedule.of(
        text,
        new Days.Cron(
            open(fields.get(2)) ? List.of() : days,
            months.size() == 12 ? List.of() : months,
            open(fields.get(4)) ? List.of() : weekdays(week)),
        times);
  }

  /** Beginning with a star: then the field does not restrict, as cron sees it. */
  private static boolean open(String field) {
    return field.equals("*");
  }

  private static List<DayOfWeek> weekdays(List<Integer> days) {
    return days.stream().map(day -> DayOfWeek.of(day % 7 == 0 ? 7 : day)).distinct().toList();
  }

  private static @Nullable List<Integer> field(
      String field, int least, int most, List<String> names) {
    TreeSet<Integer> values = new TreeSet<>();
    for (String part : field.split(",", -1)) {
      String[] stepped = part.split("/", -1);
      int step = stepped.length == 1 ? 1 : number(stepped[1], least, List.of());
      String[] ends = stepped[0].split("-", -1);
      boolean all = stepped[0].equals("*");
      int from = all ? least : number(ends[0], least, names);
      int to = all || (stepped.length == 2 && ends.length == 1) ? most : from;
      if (ends.length == 2) {
        to = number(ends[1], least, names);
      }
      boolean bad = stepped.length > 2 || ends.length > 2 || step < 1;
      if (bad || from < least || to > most || from > to) {
        return null;
      }
      for (int value = from; value <= to; value += step) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  /** Below the least for what is no number. */
  private static int number(String text, int least, List<String> names) {
    int named = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named + (names == MONTHS ? 1 : 0);
    }
    return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : least - 1;
  }
}
