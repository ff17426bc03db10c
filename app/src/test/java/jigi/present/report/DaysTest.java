package jigi.present.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.Shows;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.schedule.Stretch;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.storage.Appender;
import jigi.testing.Until;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class DaysTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final Instant NOON = Instant.parse("2026-11-10T12:00:00+09:00");

  @TempDir Path data;
  private final Timeline timeline = Timeline.standing(NOON);
  private final List<Stretch> planned = new ArrayList<>();
  private Stores stores;

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    stores = database().open(data, new Troubles());
  }

  @AfterEach
  void close() {
    timeline.close();
    stores.close();
  }

  private Days days(MetricStore samples) {
    return days((expr, at) -> samples.query(expr, at.toEpochMilli(), QueryOptions.DEFAULT));
  }

  private List<Stretch> planned(Stretch time) {
    return planned.stream()
        .filter(one -> !one.from().isBefore(time.from()))
        .filter(one -> !one.to().isAfter(time.to()))
        .toList();
  }

  private Days days(Queries queries) {
    Days days =
        new Days(stores.store(), timeline, queries, (system, labels, time) -> planned(time));
    days.activate(Map.of("shop", new Days.Watched(SEOUL, Set.of("web"))));
    return days;
  }

  /** A sample every two minutes, within some hours of a day. */
  private static void measured(MetricStore samples, String day, int from, int to, double value) {
    Instant midnight = LocalDate.parse(day).atStartOfDay(SEOUL).toInstant();
    Appender appender = samples.appender();
    for (int minute = from * 60 + 1; minute < to * 60; minute += 2) {
      appender.append(
          Labels.of(
              "__name__", "probe_success", "system", "shop", "component", "web", "probe", "http"),
          midnight.plus(Duration.ofMinutes(minute)).toEpochMilli(),
          value);
    }
    appender.commit();
  }

  private static @Nullable Double share(Days days, String day) {
    List<Days.Day> all = Objects.requireNonNull(days.of("shop").get("web"));
    assertThat(all).hasSize(Days.TOLD);
    return all.stream()
        .filter(one -> one.date().equals(LocalDate.parse(day)))
        .findFirst()
        .orElseThrow()
        .share();
  }

  private static void await(Days days, String day, double share) {
    Until.so(
        day + " is written down",
        () -> Objects.equals(share(days, day), share),
        () -> String.valueOf(days.of("shop")));
  }

  @Test
  void aDayIsKnownForLongerThanItsSamplesAndUnknownWhereItWasNotMeasured() throws Exception {
    MetricStore samples = EmbeddedMetricStore.inMemory();
    measured(samples, "2026-11-06", 0, 24, 1);
    measured(samples, "2026-11-07", 0, 3, 1);
    measured(samples, "2026-11-08", 0, 18, 1);
    measured(samples, "2026-11-08", 18, 24, 0);
    measured(samples, "2026-11-09", 0, 24, 1);
    measured(samples, "2026-11-10", 0, 12, 1);
    Days days = days(samples);
    timeline.advance(Duration.ofSeconds(1));
    await(days, "2026-11-09", 1.0);
    assertThat(share(days, "2026-11-06")).isEqualTo(1.0);
    assertThat(share(days, "2026-11-07")).as("three hours say nothing of a day").isNull();
    assertThat(share(days, "2026-11-08")).isEqualTo(0.75);
    assertThat(share(days, "2026-11-10")).as("so far").isEqualTo(1.0);
    assertThat(share(days, "2026-09-01")).isNull();

    measured(samples, "2026-11-10", 12, 24, 0);
    timeline.advance(Duration.ofHours(12).plusMinutes(11));
    await(days, "2026-11-10", 0.5);

    Days forgetful = days(EmbeddedMetricStore.inMemory());
    assertThat(share(forgetful, "2026-11-08")).as("its samples are gone").isEqualTo(0.75);
    assertThat(share(forgetful, "2026-11-10")).isEqualTo(0.5);
    assertThat(share(forgetful, "2026-11-11")).as("today nothing is measured").isNull();
  }

  @Test
  void plannedMaintenanceIsNoFailure() throws Exception {
    MetricStore samples = EmbeddedMetricStore.inMemory();
    measured(samples, "2026-11-09", 0, 20, 1);
    measured(samples, "2026-11-09", 20, 24, 0);
    Instant begun = Instant.parse("2026-11-09T20:00:00+09:00").minusSeconds(1);
    planned.add(new Stretch(begun, begun.plus(Duration.ofHours(4))));
    Days days = days(samples);
    timeline.advance(Duration.ofSeconds(1));
    await(days, "2026-11-09", 1.0);
  }

  /** Of the days until noon, as a report of a year asks for them, of samples that are gone. */
  private Map<Labels, Fold> kept(String metric) {
    MetricStore none = EmbeddedMetricStore.inMemory();
    Figures figures =
        new Figures(
            stores.store(),
            (expr, at) -> none.query(expr, at.toEpochMilli(), QueryOptions.DEFAULT),
            (system, labels, time) -> planned(time));
    Stretch year = new Stretch(Instant.parse("2025-12-31T15:00:00Z"), NOON);
    try {
      return figures.over("shop", metric, year, SEOUL);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean later(Duration time) {
    try {
      timeline.advance(time);
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void used(MetricStore samples, String day, double... ratios) {
    Instant midnight = LocalDate.parse(day).atStartOfDay(SEOUL).toInstant();
    Appender appender = samples.appender();
    for (int hour = 0; hour < ratios.length; hour++) {
      appender.append(
          Labels.of("__name__", "host_cpu_used_ratio", "system", "shop", "host", "app"),
          midnight.plus(Duration.ofHours(hour + 1)).toEpochMilli(),
          ratios[hour]);
    }
    appender.commit();
  }

  @Test
  @Shows("MET-39")
  void figuresOfADayOutliveTheirSamplesAndADayNotMeasuredHasNone() throws Exception {
    MetricStore samples = EmbeddedMetricStore.inMemory();
    used(samples, "2026-11-03", 0.2, 0.4);
    used(samples, "2026-11-05", 0.9, 0.1, 0.3);
    measured(samples, "2026-11-05", 0, 24, 1);
    measured(samples, "2026-11-09", 12, 24, 0);
    planned.add(
        new Stretch(
            Instant.parse("2026-11-09T18:00:00+09:00").minusSeconds(1),
            Instant.parse("2026-11-10T00:00:00+09:00").minusSeconds(1)));
    LocalDate old = LocalDate.parse("2021-01-01");
    FigureRepository.Row row =
        new FigureRepository.Row("log_size_bytes", Labels.of("file", "x"), new Fold(1, 1, 1, 1, 1));
    stores.store().change(tx -> FigureRepository.insert(tx.handle(), "shop", old, List.of(row)));
    Days days = days(samples);
    timeline.advance(Duration.ofSeconds(1));
    await(days, "2026-11-05", 1.0);
    Until.so(
        "the last day is kept",
        () -> kept(Figures.ANSWERED).values().toString().contains("900"),
        () -> kept(Figures.ANSWERED).toString());

    Fold cpu =
        Objects.requireNonNull(
            kept("host_cpu_used_ratio").get(Labels.of("system", "shop", "host", "app")));
    assertThat(cpu.samples()).isEqualTo(5);
    assertThat(cpu.mean()).isCloseTo(1.9 / 5, Offset.offset(1e-9));
    assertThat(cpu.lowest()).isEqualTo(0.1);
    assertThat(cpu.highest()).isEqualTo(0.9);
    assertThat(cpu.latest()).isEqualTo(0.3);
    Fold web = kept(Figures.ANSWERED).values().iterator().next();
    assertThat(web.total()).as("good results").isEqualTo(720);
    assertThat(web.samples()).as("without planned maintenance").isEqualTo(720 + 180);
    assertThat(kept("pg_database_size_bytes")).as("never measured").isEmpty();
    LocalDate forgotten =
        stores.store().read(handle -> FigureRepository.last(handle, "shop", old, old.plusDays(1)));
    assertThat(forgotten).as("more than five years ago").isNull();
    Map<Labels, Fold> figures =
        stores
            .store()
            .read(
                handle ->
                    FigureRepository.over(handle, "shop", "log_size_bytes", old, old.plusDays(1)));
    assertThat(figures).as("more than five years ago").isEmpty();
  }

  @Test
  void whatAnAbsentServerDidNotAnswerIsAskedAgain() throws Exception {
    MetricStore samples = EmbeddedMetricStore.inMemory();
    measured(samples, "2026-11-09", 0, 24, 1);
    AtomicBoolean away = new AtomicBoolean(true);
    AtomicInteger refused = new AtomicInteger();
    Days days =
        days(
            (expr, at) -> {
              if (away.get()) {
                refused.incrementAndGet();
                throw new PromQlException(PromQlException.Kind.UNAVAILABLE, "no answer");
              }
              return samples.query(expr, at.toEpochMilli(), QueryOptions.DEFAULT);
            });
    timeline.advance(Duration.ofSeconds(1));
    Until.so("it was asked in vain", () -> refused.get() > 0, () -> "" + refused);
    assertThat(share(days, "2026-11-09")).as("not known yet").isNull();
    assertThat(kept(Figures.ANSWERED)).isEmpty();
    away.set(false);
    Until.so(
        "asked again",
        () ->
            later(Duration.ofMinutes(10))
                && Objects.equals(share(days, "2026-11-09"), 1.0)
                && !kept(Figures.ANSWERED).isEmpty(),
        () -> String.valueOf(days.of("shop")));
  }

  @Test
  void aNewSystemIsNotAskedForEachDayOfAPastThatItDoesNotHave() throws Exception {
    MetricStore samples = EmbeddedMetricStore.inMemory();
    AtomicInteger asked = new AtomicInteger();
    Days days =
        days(
            (expr, at) -> {
              asked.incrementAndGet();
              return samples.query(expr, at.toEpochMilli(), QueryOptions.DEFAULT);
            });
    timeline.advance(Duration.ofSeconds(1));
    Until.so(
        "its last day is written down",
        () -> isWritten(LocalDate.of(2026, 11, 9)),
        () -> "" + asked);
    assertThat(asked).as("questions").hasValueLessThan(Days.TOLD);
    assertThat(share(days, "2026-10-01")).isNull();
  }

  private boolean isWritten(LocalDate day) {
    return stores.store().read(handle -> DayRepository.known(handle, "shop", day)).containsKey(day);
  }
}
