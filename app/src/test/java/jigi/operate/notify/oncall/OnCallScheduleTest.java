package jigi.operate.notify.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import jigi.base.schedule.Holidays;
import jigi.operate.notify.Hours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnCallScheduleTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);
  private static final DutyCalendar SEOUL =
      new DutyCalendar(ZoneId.of("Asia/Seoul"), new Holidays(Set.of(), Set.of(MonthDay.of(3, 11))));

  private static Hours hours(String text) {
    return java.util.Objects.requireNonNull(Hours.parse(text));
  }

  private static Layer layer(
      Layer.OnHolidays holidays, int days, String handOver, List<Hours> hours, String... people) {
    return new Layer(
        List.of(people), new Layer.Turn(days, MONDAY, LocalTime.parse(handOver)), hours, holidays);
  }

  private static OnCallSchedule schedule(Layer... layers) {
    return new OnCallSchedule("primary", "primary", List.of(layers), List.of());
  }

  private static Instant seoul(String time) {
    return LocalDateTime.parse(time).atZone(SEOUL.zone()).toInstant();
  }

  @ParameterizedTest
  @CsvSource({
    // Weeks begin on Mondays at nine, office hours are the first layer's.
    "2026-03-09T08:59, choi, choi",
    "2026-03-09T09:00, lee, park",
    "2026-03-16T09:00, kim, choi",
    // Nights and weekends are the second's, day by day.
    "2026-03-09T18:00, park, park",
    "2026-03-10T09:00, lee, choi",
    "2026-03-10T19:00, choi, choi",
    "2026-03-14T12:00, choi, choi",
    // The eleventh is a holiday.
    "2026-03-11T12:00, park, park",
    "2026-03-12T12:00, lee, choi",
    // Before the first turn they count back.
    "2026-01-02T10:00, lee, park",
  })
  void asksTheLayersInTheirOrder(String time, String expected, String ofTheSecond) {
    Layer first =
        layer(Layer.OnHolidays.SKIP, 7, "09:00", List.of(hours("weekdays 9-18")), "kim", "lee");
    Layer second = layer(Layer.OnHolidays.IGNORE, 1, "09:00", List.of(), "choi", "park");
    Instant at = seoul(time);
    assertThat(schedule(first, second).at(at, SEOUL, List.of())).isEqualTo(expected);
    assertThat(schedule(second).at(at, SEOUL, List.of())).isEqualTo(ofTheSecond);
  }

  @Test
  void aHolidaysLayerIsForThemAloneAndANightBelongsToTheDayItBeginsOn() {
    OnCallSchedule schedule =
        schedule(
            layer(Layer.OnHolidays.ONLY, 7, "09:00", List.of(hours("daily 22-6")), "kim"),
            layer(Layer.OnHolidays.IGNORE, 7, "09:00", List.of(), "lee"));
    assertThat(schedule.at(seoul("2026-03-11T05:00"), SEOUL, List.of())).isEqualTo("lee");
    assertThat(schedule.at(seoul("2026-03-11T22:00"), SEOUL, List.of())).isEqualTo("kim");
    assertThat(schedule.at(seoul("2026-03-12T05:59"), SEOUL, List.of())).isEqualTo("kim");
    assertThat(schedule.at(seoul("2026-03-12T06:00"), SEOUL, List.of())).isEqualTo("lee");
  }

  @Test
  void nobodyIsOnCallOutsideOfAllLayers() {
    OnCallSchedule schedule =
        schedule(
            layer(Layer.OnHolidays.IGNORE, 7, "09:00", List.of(hours("weekdays 9-18")), "kim"));
    assertThat(schedule.at(seoul("2026-03-10T20:00"), SEOUL, List.of())).isNull();
  }

  @Test
  void ofOverridesTheLatestMadeCountsWhileItHolds() {
    OnCallSchedule schedule =
        schedule(layer(Layer.OnHolidays.IGNORE, 7, "09:00", List.of(), "kim"));
    List<OnCallOverride> overrides =
        List.of(
            override("1", "lee", "2026-03-10T10:00", "2026-03-10T20:00", null),
            override("2", "park", "2026-03-10T12:00", "2026-03-10T14:00", null),
            override("3", "choi", "2026-03-10T12:00", "2026-03-10T14:00", "2026-03-10T11:00"));
    assertThat(
            schedule
                .shifts(seoul("2026-03-10T00:00"), seoul("2026-03-11T00:00"), SEOUL, overrides)
                .stream()
                .map(shift -> shift.from().atZone(SEOUL.zone()).getHour() + " " + shift.person()))
        .containsExactly("0 kim", "10 lee", "12 park", "14 lee", "20 kim");
  }

  private static OnCallOverride override(
      String id,
      String person,
      String from,
      String until,
      @org.jspecify.annotations.Nullable String ended) {
    return new OnCallOverride(
        id,
        "shop",
        "primary",
        person,
        new OnCallOverride.Span(seoul(from), seoul(until)),
        new OnCallOverride.Made(
            "user:kim",
            seoul(from),
            "",
            ended == null ? null : new OnCallOverride.Ended(seoul(ended), "user:kim")));
  }

  /** Spring and autumn, a half-hour change, a change at midnight, and a day that never was. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-20, 2026-04-05",
    "Europe/Berlin, 2026-10-18, 2026-11-02",
    "America/New_York, 2026-10-25, 2026-11-08",
    "Australia/Lord_Howe, 2026-03-28, 2026-04-12",
    "America/Santiago, 2026-08-30, 2026-09-13",
    "Pacific/Apia, 2011-12-24, 2012-01-05",
    "Asia/Seoul, 2026-03-01, 2026-03-15",
  })
  void shiftsAndAnswersAreTheSameAndTurnsAreDaysOfTheCalendar(
      String zoneName, LocalDate begin, LocalDate end) {
    long seed = java.lang.System.nanoTime();
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of(zoneName);
    for (int round = 0; round < 40; round++) {
      LocalTime handOver = LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
      int days = 1 + random.nextInt(3);
      List<Hours> ranges =
          random.nextBoolean()
              ? List.of()
              : List.of(hours("daily " + random.nextInt(12) + ":30-" + (12 + random.nextInt(12))));
      DutyCalendar calendar =
          new DutyCalendar(zone, new Holidays(Set.of(begin.plusDays(random.nextInt(8))), Set.of()));
      Layer.OnHolidays rule = Layer.OnHolidays.values()[random.nextInt(3)];
      OnCallSchedule schedule =
          schedule(
              new Layer(
                  List.of("a", "b", "c"), new Layer.Turn(days, begin, handOver), ranges, rule),
              new Layer(
                  List.of("d", "e"),
                  new Layer.Turn(1, begin, handOver),
                  List.of(hours("weekdays 22-7")),
                  Layer.OnHolidays.IGNORE));
      Instant from = begin.atStartOfDay(zone).toInstant();
      Instant until = end.atStartOfDay(zone).toInstant();
      List<Shift> shifts = schedule.shifts(from, until, calendar, List.of());
      String said = "seed " + seed + " " + schedule;
      assertThat(shifts.getFirst().from()).isEqualTo(from);
      assertThat(shifts.getLast().until()).isEqualTo(until);
      for (int i = 1; i < shifts.size(); i++) {
        assertThat(shifts.get(i).from()).as(said).isEqualTo(shifts.get(i - 1).until());
        assertThat(shifts.get(i).person()).as(said).isNotEqualTo(shifts.get(i - 1).person());
      }
      for (Shift shift : shifts) {
        long span = Duration.between(shift.from(), shift.until()).toSeconds();
        for (long second : List.of(0L, span - 1, (long) (random.nextDouble() * span), span / 2)) {
          assertThat(schedule.at(shift.from().plusSeconds(second), calendar, List.of()))
              .as(said + " " + shift + " +" + second)
              .isEqualTo(shift.person());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-20, 02:30",
    "Europe/Berlin, 2026-10-18, 02:30",
    "America/Santiago, 2026-08-30, 00:00",
    "Australia/Lord_Howe, 2026-03-28, 01:45",
  })
  void eachTurnBeginsOnceAndGoesRound(String zoneName, LocalDate begin, LocalTime handOver) {
    ZoneId zone = ZoneId.of(zoneName);
    DutyCalendar calendar = new DutyCalendar(zone, Holidays.NONE);
    OnCallSchedule schedule =
        schedule(
            new Layer(
                List.of("a", "b", "c"),
                new Layer.Turn(1, begin, handOver),
                List.of(),
                Layer.OnHolidays.IGNORE));
    Instant from = calendar.first(begin, handOver);
    List<Shift> shifts =
        schedule.shifts(from, calendar.first(begin.plusDays(15), handOver), calendar, List.of());
    assertThat(shifts).hasSize(15);
    List<String> people = new ArrayList<>();
    Set<LocalDate> begins = new HashSet<>();
    for (Shift shift : shifts) {
      people.add(String.valueOf(shift.person()));
      begins.add(calendar.date(shift.from()));
      assertThat(ChronoUnit.HOURS.between(shift.from(), shift.until())).isBetween(22L, 25L);
    }
    assertThat(begins).hasSize(15);
    assertThat(String.join("", people)).isEqualTo("abcabcabcabcabc");
  }
}
