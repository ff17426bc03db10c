package jigi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Troubles;
import jigi.detect.metric.Condition;
import jigi.detect.metric.ManualConditions;
import jigi.detect.metric.Metrics;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.present.report.ReportPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What shipped manuals compute of samples, over two months of made-up ones. */
class ShippedFiguresTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Instant END = START.plus(MONTH).plus(MONTH);
  private static final Duration HOUR = Duration.ofHours(1);

  private final EmbeddedMetricStore store = EmbeddedMetricStore.inMemory();
  private final Metrics metrics = new Metrics(store, new Troubles(), 2);

  /** What a series says a time after the start. */
  private interface Course {
    double at(Duration since);
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  private void write(Instant from, Map<Labels, Course> all) {
    for (Instant at = from; !at.isAfter(END); at = at.plus(HOUR)) {
      Duration since = Duration.between(START, at);
      long millis = at.toEpochMilli();
      Appender appender = store.appender();
      all.forEach((labels, course) -> appender.append(labels, millis, course.at(since)));
      appender.commit();
    }
  }

  private static Labels series(String name, String... more) {
    Labels labels = Labels.of(Map.of("__name__", name));
    for (int i = 0; i < more.length; i += 2) {
      labels = labels.with(more[i], more[i + 1]);
    }
    return labels;
  }

  private static Labels apiTime() {
    return series("probe_duration_seconds", "system", "gear-freak", "component", "api");
  }

  private List<Double> notSlower() throws Exception {
    ShippedManual shipped = ShippedManual.read("gear-freak");
    ManualConditions conditions = shipped.manual().part(shipped.parts().conditions);
    Condition condition = Objects.requireNonNull(conditions.conditions().get("not-slower"));
    return values(metrics.query(condition.expr(), END));
  }

  private static List<Double> values(QueryResult result) {
    return ((QueryResult.Vector) result)
        .samples().stream().map(QueryResult.Sample::value).sorted().toList();
  }

  @Test
  @Shows("MET-35")
  void aMonthThatIsAsFastAsTheOneBeforeIsNoDegradation() throws Exception {
    write(START, Map.of(apiTime(), since -> 0.2));
    assertThat(notSlower()).containsExactly(1.0);
  }

  @Test
  @Shows("MET-35")
  void aMonthThatIsSlowerThanTheOneBeforeIsFlagged() throws Exception {
    Labels query =
        series(
            "probe_sql_query_duration_seconds",
            "system",
            "gear-freak",
            "component",
            "database",
            "probe",
            "postgres");
    Course slower = since -> since.compareTo(MONTH) > 0 ? 0.3 : 0.2;
    write(START, Map.of(apiTime(), since -> 0.2, query, slower));
    assertThat(notSlower()).as("the database's answers").containsExactly(0.0, 1.0);
  }

  @Test
  @Shows("MET-35")
  void withoutAMonthBeforeNothingIsCompared() throws Exception {
    write(START.plus(MONTH).plus(HOUR), Map.of(apiTime(), since -> 0.2));
    assertThat(notSlower()).isEmpty();
  }

  @Test
  @Shows("MET-43")
  void receiptsAreCountedTimedAndTheirFailuresShared() throws Exception {
    String[] of = {"system", "event-ocr", "component", "ocr", "job", "ocr"};
    write(
        END.minus(Duration.ofDays(2)),
        Map.of(
            series("ocr_items_total", of), since -> 120.0 * since.toHours(),
            series("ocr_failures_total", of), since -> 6.0 * since.toHours(),
            series("ocr_page_seconds_count", of), since -> 120.0 * since.toHours(),
            series("ocr_page_seconds_sum", of), since -> 120 * 2.5 * since.toHours()));
    assertThat(figure("시간당 OCR 처리 수")).isCloseTo(120, within(1e-6));
    assertThat(figure("OCR 한 쪽 처리 시간")).isCloseTo(2.5, within(1e-9));
    assertThat(figure("OCR 실패율")).isCloseTo(0.05, within(1e-9));
  }

  /** Of the daily report, for the last day. */
  private double figure(String title) throws Exception {
    ShippedManual shipped = ShippedManual.read("event-ocr");
    ReportPlan plan =
        shipped.manual().part(shipped.parts().reports).stream()
            .filter(each -> each.name().equals("daily"))
            .findFirst()
            .orElseThrow();
    String query =
        plan.figures().stream()
            .filter(each -> each.title().equals(title))
            .findFirst()
            .orElseThrow()
            .query();
    return values(metrics.query(PromQl.parse(query.replace("$period", "1d")), END)).getFirst();
  }
}
