package jigi.base.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Schedule read(String text) {
    return switch (ScheduleReader.read(text)) {
      case ScheduleReader.Read.Good good -> good.schedule();
      case ScheduleReader.Read.Bad bad -> throw new AssertionError(bad.toString());
    };
  }

  private static List<String> next(String text, ZoneId zone, String from, int count) {
    return next(read(text), Schedule.Calendar.of(zone), from, count);
  }

  private static List<String> next(
      Schedule schedule, Schedule.Calendar calendar, String from, int count) {
    List<String> all = new ArrayList<>();
    Instant at = LocalDateTime.parse(from).atZone(calendar.zone()).toInstant();
    for (int i = 0; i < count && at != null; i++) {
      at = schedule.next(at, calendar);
      all.add(at == null ? "never" : at.atZone(calendar.zone()).toLocalDateTime().toString());
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          daily 09:00                  | 2026-11-22T09:00 | 2026-11-23T09:00
          daily 09:00,18:30            | 2026-11-21T18:30 | 2026-11-22T09:00
          weekdays 09:00               | 2026-11-23T09:00 | 2026-11-24T09:00
          weekly mon 10:00             | 2026-11-23T10:00 | 2026-11-30T10:00
          weekly 월,금 10:00            | 2026-11-23T10:00 | 2026-11-27T10:00
          monthly 1 09:00              | 2026-12-01T09:00 | 2027-01-01T09:00
          monthly last 09:00           | 2026-11-30T09:00 | 2026-12-31T09:00
          second saturday 02:00        | 2026-12-12T02:00 | 2027-01-09T02:00
          monthly 2nd tuesday 02:00    | 2026-12-08T02:00 | 2027-01-12T02:00
          last friday 18:00            | 2026-11-27T18:00 | 2026-12-25T18:00
          first week 10:00             | 2026-12-01T10:00 | 2027-01-01T10:00
          quarterly 1 09:00            | 2027-01-01T09:00 | 2027-04-01T09:00
          quarterly second saturday 2:00 | 2027-01-09T02:00 | 2027-04-10T02:00
          yearly 03-01 09:00           | 2027-03-01T09:00 | 2028-03-01T09:00
          yearly february 29 09:00     | 2028-02-29T09:00 | 2032-02-29T09:00
          every 4h                     | 2026-11-21T16:00 | 2026-11-21T20:00
          hourly                       | 2026-11-21T13:00 | 2026-11-21T14:00
          cron 0 2 * * 0               | 2026-11-22T02:00 | 2026-11-29T02:00
          0 2 * * 7                    | 2026-11-22T02:00 | 2026-11-29T02:00
          */20 9-10 13 * fri           | 2026-11-27T09:00 | 2026-11-27T09:20
          0 0 1,15 jan-mar *           | 2027-01-01T00:00 | 2027-01-15T00:00
          """)
  void saysWhenItIsDue(String text, String first, String second) {
    assertThat(next(text, SEOUL, "2026-11-21T12:00", 2)).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fifth friday 09:00      | not-every-month
          5th friday 09:00        | not-every-month
          31 february 09:00       | never-due
          yearly 02-30 09:00      | never-due
          cron 0 0 31 2,4 *       | never-due
          cron 0 0 30 feb *       | never-due
          cron 60 0 * * *         | bad-schedule
          cron 0 0 * *            | bad-schedule
          0 0 * * 8               | bad-schedule
          5-2 * * * *             | bad-schedule
          */0 * * * *             | bad-schedule
          daily                   | bad-schedule
          daily 25:00             | bad-schedule
          daily 9                 | bad-schedule
          weekly 09:00            | bad-schedule
          weekly noday 09:00      | bad-schedule
          monthly 32 09:00        | bad-schedule
          every 7m                | bad-schedule
          every 2d                | bad-schedule
          sometimes 09:00         | bad-schedule
          """)
  void refusesWhatIsNeverOrNotSurelyDue(String text, String code) {
    assertThat(ScheduleReader.read(text))
        .isInstanceOfSatisfying(
            ScheduleReader.Read.Bad.class, bad -> assertThat(bad.code()).isEqualTo(code));
  }

  @Test
  void warnsOfMonthsThatAreLeftOut() {
    assertThat(ScheduleReader.read("monthly 31 09:00"))
        .isInstanceOfSatisfying(
            ScheduleReader.Read.Good.class, good -> assertThat(good.warning()).isNotNull());
  }

  @Test
  void aMissingTimeIsDueAtTheFirstInstantThatThereIsAndADoubledOneOnce() {
    assertThat(next("daily 02:30", BERLIN, "2026-03-28T12:00", 2))
        .containsExactly("2026-03-29T03:00", "2026-03-30T02:30");
    Schedule daily = read("daily 02:30");
    Schedule.Calendar berlin = Schedule.Calendar.of(BERLIN);
    Instant first =
        daily.next(ZonedDateTime.of(2026, 10, 24, 12, 0, 0, 0, BERLIN).toInstant(), berlin);
    assertThat(first).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    assertThat(daily.next(Objects.requireNonNull(first), berlin))
        .isEqualTo(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void holidaysAreSkippedShiftedOrIgnored() {
    Holidays holidays =
        new Holidays(
            Set.of(LocalDate.of(2026, 12, 24)), Set.of(MonthDay.of(12, 25), MonthDay.of(1, 1)));
    Schedule friday = read("weekly fri 09:00");
    assertThat(next(friday, calendar(holidays, Holidays.Rule.SKIP), "2026-12-20T00:00", 2))
        .containsExactly("2027-01-08T09:00", "2027-01-15T09:00");
    assertThat(next(friday, calendar(holidays, Holidays.Rule.SHIFT), "2026-12-20T00:00", 2))
        .containsExactly("2026-12-28T09:00", "2027-01-04T09:00");
    assertThat(next(friday, calendar(holidays, Holidays.Rule.IGNORE), "2026-12-20T00:00", 1))
        .containsExactly("2026-12-25T09:00");
    // Thursday and Friday move to Monday, where Monday's own is: once; Saturday stays.
    assertThat(
            next(
                read("daily 09:00"),
                calendar(holidays, Holidays.Rule.SHIFT),
                "2026-12-23T12:00",
                3))
        .containsExactly("2026-12-26T09:00", "2026-12-27T09:00", "2026-12-28T09:00");
  }

  private static Schedule.Calendar calendar(Holidays holidays, Holidays.Rule rule) {
    return new Schedule.Calendar(SEOUL, holidays, rule);
  }

  /** A schedule, and what a date must be to be one of its, told in another way. */
  private record Case(String text, Predicate<LocalDate> days, Set<LocalTime> times) {}

  private static Case random(Random random) {
    LocalTime time = LocalTime.of(random.nextInt(24), random.nextInt(12) * 5);
    DayOfWeek day = DayOfWeek.of(1 + random.nextInt(7));
    String name = day.name().toLowerCase(java.util.Locale.ROOT);
    int number = 1 + random.nextInt(31);
    int nth = 1 + random.nextInt(4);
    String ordinal = List.of("first", "second", "third", "fourth").get(nth - 1);
    return switch (random.nextInt(7)) {
      case 0 -> new Case("daily " + time, date -> true, Set.of(time));
      case 1 -> new Case("weekly " + name + " " + time, d -> d.getDayOfWeek() == day, Set.of(time));
      case 2 ->
          new Case(
              "monthly " + number + " " + time, d -> d.getDayOfMonth() == number, Set.of(time));
      case 3 ->
          new Case(
              ordinal + " " + name + " " + time,
              d -> d.getDayOfWeek() == day && weekdaysUpTo(d) == nth,
              Set.of(time));
      case 4 ->
          new Case("monthly last " + time, d -> d.plusDays(1).getDayOfMonth() == 1, Set.of(time));
      case 5 ->
          new Case(
              "cron "
                  + time.getMinute()
                  + " "
                  + time.getHour()
                  + " "
                  + number
                  + " * "
                  + name.substring(0, 3),
              d -> d.getDayOfMonth() == number || d.getDayOfWeek() == day,
              Set.of(time));
      default ->
          new Case(
              "quarterly " + Math.min(number, 28) + " " + time,
              d ->
                  d.getDayOfMonth() == Math.min(number, 28)
                      && Set.of(1, 4, 7, 10).contains(d.getMonthValue()),
              Set.of(time));
    };
  }

  private static int weekdaysUpTo(LocalDate date) {
    int count = 0;
    for (LocalDate d = date.withDayOfMonth(1); !d.isAfter(date); d = d.plusDays(1)) {
      count += d.getDayOfWeek() == date.getDayOfWeek() ? 1 : 0;
    }
    return count;
  }

  /** Walks every minute of the zone's clock, as somebody with a watch would. */
  private static List<Instant> naive(Case c, ZoneId zone, Instant from, Instant until) {
    List<Instant> all = new ArrayList<>();
    LocalDateTime seen = from.atZone(zone).toLocalDateTime();
    for (Instant at = from.plusSeconds(60); !at.isAfter(until); at = at.plusSeconds(60)) {
      LocalDateTime now = at.atZone(zone).toLocalDateTime();
      // What the clock leapt over since the last look counts now; what it shows again does not.
      boolean due = false;
      for (LocalDateTime t = seen.plusMinutes(1); !t.isAfter(now); t = t.plusMinutes(1)) {
        due |= c.days().test(t.toLocalDate()) && c.times().contains(t.toLocalTime());
      }
      if (due) {
        all.add(at);
      }
      seen = now.isAfter(seen) ? now : seen;
    }
    return all;
  }

  @Test
  void agreesWithAWalkMinuteByMinute() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("ScheduleTest -Dseed=" + seed);
    Random random = new Random(seed);
    List<ZoneId> zones =
        List.of(
            SEOUL,
            BERLIN,
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Africa/Casablanca"),
            ZoneId.of("UTC"));
    for (int i = 0; i < 60; i++) {
      Case c = random(random);
      ZoneId zone = zones.get(random.nextInt(zones.size()));
      Instant from =
          ZonedDateTime.of(2024 + random.nextInt(5), 1 + random.nextInt(12), 1, 0, 0, 0, 0, zone)
              .toInstant();
      Instant until = from.plus(Duration.ofDays(120));
      Schedule schedule = read(c.text());
      List<Instant> told = new ArrayList<>();
      Instant at = schedule.next(from, Schedule.Calendar.of(zone));
      while (at != null && !at.isAfter(until)) {
        told.add(at);
        at = schedule.next(at, Schedule.Calendar.of(zone));
      }
      assertThat(told).as(c.text() + " in " + zone).isEqualTo(naive(c, zone, from, until));
    }
  }
}
