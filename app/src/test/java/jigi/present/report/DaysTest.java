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
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.schedule.Stretch;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.storage.Appender;
import jigi.testing.Until;
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
    Days days =
        new Days(
            stores.store(),
            timeline,
            (expr, at) -> samples.query(expr, at.toEpochMilli(), QueryOptions.DEFAULT),
            (system, labels, time) ->
                planned.stream()
                    .filter(one -> !one.from().isBefore(time.from()))
                    .filter(one -> !one.to().isAfter(time.to()))
                    .toList());
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
}
