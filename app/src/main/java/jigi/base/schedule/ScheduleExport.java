package jigi.base.schedule;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes schedules for those who have to do without Jigi's own: as a crontab (cron(8) with {@code
 * CRON_TZ}) and as timers of systemd (systemd.time(7)). Holidays are beyond both.
 */
public final class ScheduleExport {
  private static final int MINUTES_LISTED = 12;

  /** Before a line of the crontab that would have nothing to call. */
  private static final String ALONE = "# by Jigi alone: ";

  private ScheduleExport() {}

  /**
   * Dates as a crontab has them.
   *
   * @param test a shell's test that must hold besides; empty for none. cron takes a day of the
   *     month and one of the week for alternatives, so that both together need a test
   */
  private record CronDays(String day, String month, String week, String test) {}

  /** A crontab of all items, each line calling Jigi's command line. */
  public static String crontab(Collection<Scheduled> items) {
    StringBuilder out = new StringBuilder();
    String zone = "";
    for (Scheduled item : items) {
      String own = item.calendar().zone().getId();
      if (!own.equals(zone)) {
        out.append("CRON_TZ=").append(own).append('\n');
        zone = own;
      }
      out.append("# ").append(item.system()).append(": ").append(oneLine(item.title()));
      out.append(" (").append(item.schedule().text()).append(")\n");
      for (CronDays days : cron(item.schedule().days())) {
        for (String time : cronTimes(item.schedule().times())) {
          out.append(command(item).isEmpty() ? ALONE : "");
          out.append(time).append(' ').append(days.day()).append(' ').append(days.month());
          out.append(' ').append(days.week()).append(' ');
          out.append(days.test().isEmpty() ? "" : days.test() + " && ");
          out.append(command(item));
          out.append('\n');
        }
      }
    }
    return out.toString();
  }

  /** Empty for what Jigi's own calendar alone begins: copies that are read back. */
  private static String command(Scheduled item) {
    String words =
        switch (item.kind()) {
          case "drill" -> "backup drill";
          case "report" -> "report make";
          case "verify" -> "";
          default -> item.kind() + " run";
        };
    return words.isEmpty() ? "" : "jigi " + words + " " + item.system() + "/" + item.name();
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}]+", " ");
  }

  /** Minute and hour, as few lines as can be. */
  private static List<String> cronTimes(List<LocalTime> times) {
    Set<Integer> minutes = new TreeSet<>();
    Set<Integer> hours = new TreeSet<>();
    times.forEach(time -> minutes.add(time.getMinute()));
    times.forEach(time -> hours.add(time.getHour()));
    if (minutes.size() * hours.size() == times.size()) {
      return List.of(list(minutes, 60) + " " + list(hours, 24));
    }
    return times.stream().map(time -> time.getMinute() + " " + time.getHour()).toList();
  }

  private static String list(Collection<Integer> values, int all) {
    return values.size() == all || values.isEmpty()
        ? "*"
        : values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<CronDays> cron(Days days) {
    return switch (days) {
      case Days.All() -> List.of(new CronDays("*", "*", "*", ""));
      case Days.OfWeek(var week) -> List.of(new CronDays("*", "*", week(week), ""));
      case Days.OfMonth(int day) -> List.of(new CronDays("" + day, "*", "*", ""));
      case Days.LastOfMonth() ->
          List.of(new CronDays("28-31", "*", "*", "[ $(date -d tomorrow +\\%d) -eq 1 ]"));
      case Days.Nth(int nth, var day) ->
          List.of(new CronDays(range(nth), "*", "*", weekday("-eq", day)));
      case Days.Last(var day) ->
          List.of(
              new CronDays("*", "*", week(Set.of(day)), "[ $(date -d '+7 days' +\\%d) -le 7 ]"));
      case Days.FirstWeek() ->
          List.of(
              new CronDays("1", "*", "*", weekday("-le", DayOfWeek.FRIDAY)),
              new CronDays("2,3", "*", "*", weekday("-eq", DayOfWeek.MONDAY)));
      case Days.In(var months, var in) ->
          cron(in).stream()
              .map(
                  one ->
                      new CronDays(
                          one.day(), list(new TreeSet<>(months), 12), one.week(), one.test()))
              .toList();
      case Days.Cron(var inMonth, var months, var inWeek) ->
          List.of(
              new CronDays(
                  list(inMonth, 31), list(months, 12), inWeek.isEmpty() ? "*" : week(inWeek), ""));
    };
  }

  private static String range(int nth) {
    return (nth * 7 - 6) + "-" + nth * 7;
  }

  private static String weekday(String operator, DayOfWeek day) {
    return "[ $(date +\\%u) " + operator + " " + day.getValue() + " ]";
  }

  private static String week(Collection<DayOfWeek> days) {
    return days.stream()
        .sorted()
        .map(day -> String.valueOf(day.getValue() % 7))
        .collect(Collectors.joining(","));
  }

  /** Unit files by name: a timer and a service for each item that has a command. */
  public static Map<String, String> systemd(Collection<Scheduled> items) {
    Map<String, String> files = new TreeMap<>();
    for (Scheduled item : items) {
      if (command(item).isEmpty()) {
        continue;
      }
      String unit = "jigi-" + item.system() + "-" + item.kind() + "-" + item.name();
      StringBuilder timer = new StringBuilder();
      timer.append("[Unit]\nDescription=").append(oneLine(item.title())).append("\n\n[Timer]\n");
      for (String date : dates(item.schedule().days())) {
        for (String time : clock(item.schedule().times())) {
          timer.append("OnCalendar=").append(date).append(' ').append(time).append(":00 ");
          timer.append(item.calendar().zone().getId()).append('\n');
        }
      }
      timer.append("Persistent=true\n\n[Install]\nWantedBy=timers.target\n");
      files.put(unit + ".timer", timer.toString());
      files.put(
          unit + ".service",
          "[Unit]\nDescription="
              + oneLine(item.title())
              + "\n\n[Service]\nType=oneshot\nExecStart=/usr/bin/env "
              + command(item)
              + "\n");
    }
    return files;
  }

  private static List<String> clock(List<LocalTime> times) {
    Set<Integer> minutes = new TreeSet<>();
    Set<Integer> hours = new TreeSet<>();
    times.forEach(time -> minutes.add(time.getMinute()));
    times.forEach(time -> hours.add(time.getHour()));
    if (times.size() > MINUTES_LISTED && minutes.size() * hours.size() == times.size()) {
      return List.of(two(hours, 24) + ":" + two(minutes, 60));
    }
    return times.stream().map(LocalTime::toString).toList();
  }

  private static String two(Collection<Integer> values, int all) {
    return values.size() == all
        ? "*"
        : values.stream().map("%02d"::formatted).collect(Collectors.joining(","));
  }

  private static List<String> dates(Days days) {
    return dates(days, "*");
  }

  private static List<String> dates(Days days, String months) {
    return switch (days) {
      case Days.All() -> List.of("*-" + months + "-*");
      case Days.OfWeek(var week) -> List.of(names(week) + " *-" + months + "-*");
      case Days.OfMonth(int day) -> List.of("*-" + months + "-" + "%02d".formatted(day));
      case Days.LastOfMonth() -> List.of("*-" + months + "~01");
      case Days.Nth(int nth, var day) ->
          List.of("%s *-%s-%02d..%02d".formatted(names(Set.of(day)), months, nth * 7 - 6, nth * 7));
      case Days.Last(var day) -> List.of(names(Set.of(day)) + " *-" + months + "~07..01");
      case Days.FirstWeek() ->
          List.of("Mon..Fri *-" + months + "-01", "Mon *-" + months + "-02..03");
      case Days.In(var in, var inner) -> dates(inner, two(new TreeSet<>(in), 12));
      case Days.Cron cron -> dates(cron);
    };
  }

  private static List<String> dates(Days.Cron cron) {
    String months = cron.months().isEmpty() ? "*" : two(cron.months(), 12);
    String day = cron.daysOfMonth().isEmpty() ? "*" : two(cron.daysOfMonth(), 31);
    if (cron.daysOfWeek().isEmpty()) {
      return List.of("*-" + months + "-" + day);
    }
    List<String> all = new ArrayList<>(List.of(names(cron.daysOfWeek()) + " *-" + months + "-*"));
    if (!cron.daysOfMonth().isEmpty()) {
      all.add("*-" + months + "-" + day);
    }
    return all;
  }

  private static String names(Collection<DayOfWeek> days) {
    return days.stream()
        .sorted()
        .map(
            day ->
                day.name().charAt(0)
                    + day.name().substring(1, 3).toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.joining(","));
  }
}
