package jigi.base.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how people write when something recurs. */
final class ScheduleReader {
  static final String EXAMPLES =
      "daily 09:00, weekly mon 10:00, monthly 1 09:00, second saturday 02:00, first week 10:00,"
          + " quarterly 1 09:00, yearly 03-01 09:00, every 4h or cron 0 2 * * 0";

  private static final Pattern CRON = Pattern.compile("[0-9*/,-]+");
  private static final Pattern TIMES = Pattern.compile("[0-2]?[0-9]:[0-5][0-9](,.*)?");
  private static final Pattern EVERY = Pattern.compile("every ([0-9]{1,4})(m|h)");
  private static final Pattern DATE = Pattern.compile("(0[1-9]|1[0-2])-([0-3][0-9])");
  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth");
  private static final List<String> SHORT_ORDINALS = List.of("1st", "2nd", "3rd", "4th", "5th");
  private static final Set<Integer> QUARTERS = Set.of(1, 4, 7, 10);
  private static final int MINUTES_OF_DAY = 24 * 60;
  private static final Instant ANY_TIME =
      LocalDate.of(2024, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

  /** What was read. */
  sealed interface Read {
    /**
     * @param warning why it is not due as often as it seems; null when it is
     */
    record Good(Schedule schedule, @Nullable String warning) implements Read {}

    /** No schedule: a problem's code, fact and hint. */
    record Bad(String code, String fact, String hint) implements Read {}
  }

  private ScheduleReader() {}

  static Read read(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    List<String> words = new ArrayList<>(Arrays.asList(plain.split(" ")));
    if (words.getFirst().equals("cron")) {
      words.removeFirst();
      return cron(text, words);
    }
    if (words.size() == 5 && CRON.matcher(words.getFirst()).matches()) {
      return cron(text, words);
    }
    if (words.getFirst().equals("every") || plain.equals("hourly")) {
      return every(text, plain.equals("hourly") ? "every 1h" : plain);
    }
    List<LocalTime> times = times(words.getLast());
    if (times == null) {
      return bad(text);
    }
    words.removeLast();
    return days(text, words, times);
  }

  private static Read cron(String text, List<String> words) {
    Schedule schedule = words.size() == 5 ? CronReader.read(text, words) : null;
    if (schedule == null) {
      return new Read.Bad(
          "bad-schedule",
          "not the five fields of cron ('" + text + "')",
          "write minute, hour, day of the month, month, day of the week: cron 0 2 * * 0");
    }
    return checked(schedule);
  }

  private static Read every(String text, String plain) {
    var matcher = EVERY.matcher(plain);
    if (!matcher.matches()) {
      return bad(text);
    }
    int minutes = Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("h") ? 60 : 1);
    if (minutes < 1 || minutes > MINUTES_OF_DAY || MINUTES_OF_DAY % minutes != 0) {
      return new Read.Bad(
          "bad-schedule",
          "a day cannot be divided so ('" + text + "')",
          "take a part of a day: every 5m, 15m, 1h, 4h, 12h");
    }
    List<LocalTime> times = new ArrayList<>();
    for (int at = 0; at < MINUTES_OF_DAY; at += minutes) {
      times.add(LocalTime.MIDNIGHT.plusMinutes(at));
    }
    return checked(Schedule.of(text, new Days.All(), times));
  }

  private static @Nullable List<LocalTime> times(String word) {
    if (!TIMES.matcher(word).matches()) {
      return null;
    }
    List<LocalTime> times = new ArrayList<>();
    for (String one : word.split(",", -1)) {
      String[] parts = one.split(":", -1);
      boolean good =
          parts.length == 2 && parts[0].matches("[0-9]{1,2}") && parts[1].matches("[0-5][0-9]");
      if (!good || Integer.parseInt(parts[0]) > 23) {
        return null;
      }
      times.add(LocalTime.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }
    return times;
  }

  private static Read days(String text, List<String> words, List<LocalTime> times) {
    String first = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (first) {
      case "daily" -> made(text, rest.isEmpty() ? new Days.All() : null, times);
      case "weekdays" ->
          made(
              text,
              rest.isEmpty()
                  ? new Days.OfWeek(Set.copyOf(Arrays.asList(DayOfWeek.values()).subList(0, 5)))
                  : null,
              times);
      case "weekly" -> made(text, rest.size() == 1 ? week(rest.getFirst()) : null, times);
      case "monthly" -> month(text, rest, times, Set.of());
      case "quarterly" -> month(text, rest, times, QUARTERS);
      case "yearly" -> year(text, rest, times);
      default -> month(text, words, times, Set.of());
    };
  }

  private static Read year(String text, List<String> words, List<LocalTime> times) {
    if (words.size() == 1 && DATE.matcher(words.getFirst()).matches()) {
      String[] parts = words.getFirst().split("-", -1);
      return made(
          text,
          new Days.In(
              Set.of(Integer.parseInt(parts[0])), new Days.OfMonth(Integer.parseInt(parts[1]))),
          times);
    }
    List<String> others = new ArrayList<>(words);
    Set<Integer> months = new TreeSet<>();
    others.removeIf(word -> Weekdays.month(word) > 0 && months.add(Weekdays.month(word)));
    return months.isEmpty() ? bad(text) : month(text, others, times, months);
  }

  private static Read month(
      String text, List<String> words, List<LocalTime> times, Set<Integer> months) {
    if (words.size() == 2 && Weekdays.day(words.get(1)) != null && ordinal(words.get(0)) == 5) {
      return new Read.Bad(
          "not-every-month",
          "not every month has a fifth one ('" + text + "')",
          "write 'last " + words.get(1) + "', or 'fourth " + words.get(1) + "'");
    }
    Set<Integer> named = new TreeSet<>(months);
    List<String> rest = new ArrayList<>(words);
    if (months.isEmpty()) {
      rest.removeIf(word -> Weekdays.month(word) > 0 && named.add(Weekdays.month(word)));
    }
    Days days = inMonth(rest);
    return made(text, days == null || named.isEmpty() ? days : new Days.In(named, days), times);
  }

  private static @Nullable Days inMonth(List<String> words) {
    if (words.size() == 1 && words.getFirst().matches("[1-9]|[12][0-9]|3[01]")) {
      return new Days.OfMonth(Integer.parseInt(words.getFirst()));
    }
    if (words.equals(List.of("last")) || words.equals(List.of("last", "day"))) {
      return new Days.LastOfMonth();
    }
    if (words.equals(List.of("first", "week"))) {
      return new Days.FirstWeek();
    }
    DayOfWeek day = words.size() == 2 ? Weekdays.day(words.get(1)) : null;
    if (day == null) {
      return null;
    }
    int ordinal = ordinal(words.getFirst());
    return words.getFirst().equals("last")
        ? new Days.Last(day)
        : ordinal >= 1 && ordinal <= 4 ? new Days.Nth(ordinal, day) : null;
  }

  private static int ordinal(String word) {
    return Math.max(ORDINALS.indexOf(word), SHORT_ORDINALS.indexOf(word)) + 1;
  }

  private static @Nullable Days week(String words) {
    Set<DayOfWeek> days = new TreeSet<>();
    for (String word : words.split(",", -1)) {
      DayOfWeek day = Weekdays.day(word);
      if (day == null) {
        return null;
      }
      days.add(day);
    }
    return new Days.OfWeek(days);
  }

  private static Read made(String text, @Nullable Days days, List<LocalTime> times) {
    return days == null ? bad(text) : checked(Schedule.of(text, days, times));
  }

  private static Read checked(Schedule schedule) {
    if (schedule.next(ANY_TIME, Schedule.Calendar.of(ZoneOffset.UTC)) == null) {
      return new Read.Bad(
          "never-due", "it is never due ('" + schedule.text() + "')", "name a date that exists");
    }
    return new Read.Good(schedule, leftOut(schedule.days()));
  }

  private static @Nullable String leftOut(Days days) {
    return switch (days) {
      case Days.OfMonth(int day) when day > 28 -> "months without a " + day + ". are left out";
      case Days.In(Set<Integer> months, Days.OfMonth(int day))
          when months.stream().anyMatch(month -> day > Month.of(month).minLength()) ->
          "months without a " + day + ". are left out";
      case Days _ -> null;
    };
  }

  private static Read.Bad bad(String text) {
    return new Read.Bad("bad-schedule", "not a schedule ('" + text + "')", "write " + EXAMPLES);
  }
}
