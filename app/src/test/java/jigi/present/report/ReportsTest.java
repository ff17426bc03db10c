package jigi.present.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Timeline;
import jigi.base.run.Bench;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.RunState;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.schedule.HolidayPart;
import jigi.base.schedule.Scheduler;
import jigi.base.schedule.Stretch;
import jigi.base.store.TestDatabase;
import jigi.detect.inventory.InventoryPart;
import jigi.detect.metric.ConditionPart;
import jigi.detect.metric.Unit;
import jigi.detect.probe.ProbePart;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.storage.Appender;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
abstract class ReportsTest {
  /** The Sunday before two whole weeks of Seoul. */
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

  private static final String MANUAL =
      """
      system: shop
      zone: Asia/Seoul
      hosts: {here: local}
      components:
        web:
          on: here
          probes:
            - http: http://127.0.0.1:8080/health
              every: 5s
      reports:
        weekly:
          title: 주간 성능 리포트
          schedule: weekly mon 10:00
          to: [ops]
          folder: reports
          formats: [text, html]
          attach: [csv]
          figures:
            - figure: 평균 응답 시간
              query: avg(avg_over_time(probe_duration_seconds[$period]))
              unit: seconds
            - figure: 느린 탐침
              query: count(probe_duration_seconds > 100)
      """;

  @TempDir Path folder;
  private final Timeline timeline = Timeline.standing(START);
  private final MetricStore samples = EmbeddedMetricStore.inMemory();
  private final List<Map<String, String>> told = Collections.synchronizedList(new ArrayList<>());
  private final List<Stretch> planned = Collections.synchronizedList(new ArrayList<>());
  private final ConnectPart connect = new ConnectPart();
  private final ConnectionPart connections = new ConnectionPart(reading -> reading.part(connect));
  private final InventoryPart inventory =
      new InventoryPart(reading -> reading.part(connect), List.of(ProbePart.PROBES));
  private final ProbePart probes =
      new ProbePart(
          inventory, reading -> reading.part(connect), reading -> reading.part(connections));
  private final ConditionPart conditions = new ConditionPart(inventory, probes);
  private final HolidayPart holidays = new HolidayPart();
  private final ReportPart part =
      new ReportPart(
          new ReportPart.Surroundings(
              reading -> reading.part(inventory).profile(),
              reading -> reading.part(holidays),
              reading -> reading.part(conditions).producers(),
              reading -> Map.of(StepReference.RECIPIENT, Names.of(Set.of("ops"))),
              reading -> EnumSet.of(Chapter.AVAILABILITY, Chapter.ALERTS, Chapter.INCIDENTS)));
  private Bench bench;
  private Scheduler scheduler;
  private Reports reports;

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder, timeline, all -> List.of(new Later()));
    scheduler = new Scheduler(bench.parts.store(), bench.journal, timeline);
    reports =
        new Reports(
            new Reports.Surroundings(
                bench.parts.store(),
                bench.journal,
                timeline,
                scheduler,
                (expr, at) -> samples.query(expr, at.toEpochMilli(), QueryOptions.DEFAULT),
                (system, labels, time) ->
                    planned.stream()
                        .filter(one -> labels.getOrEmpty("component").equals("web"))
                        .filter(one -> !one.from().isBefore(time.from()))
                        .filter(one -> !one.to().isAfter(time.to()))
                        .toList(),
                (plan, run, attempt, facts) -> {
                  told.add(facts);
                  return List.of("ops by mail");
                },
                Messages.load(List.of("web", "report"))));
    happens("manual.activated", null, Map.of());
    reports.activate(List.of(manual(MANUAL)), manual -> manual.part(part));
    reports.open(bench.engine);
    bench.engine.open();
    bench.journal.start();
    scheduler.open();
  }

  @AfterEach
  void close() {
    scheduler.close();
    bench.close();
    timeline.close();
  }

  /** The run engine is made before what makes reports. */
  private final class Later implements StepKind {
    @Override
    public String language() {
      return ReportStep.LANGUAGE;
    }

    @Override
    public Set<String> attributes() {
      return Set.of(Reports.REPORT, Reports.DAY);
    }

    @Override
    public void check(StepPart part, Place place, Problems problems) {}

    @Override
    public boolean repeatable() {
      return reports.kind().repeatable();
    }

    @Override
    public StepOutcome run(StepContext context) throws InterruptedException {
      return reports.kind().run(context);
    }
  }

  private ManualReader.Result read(String yaml) {
    return new ManualReader(
            List.of(connect, connections, inventory, probes, conditions, holidays, part), n -> null)
        .read(new ManualSource(folder, new TreeMap<>(Map.of("jigi.yaml", yaml))));
  }

  private Manual manual(String yaml) {
    ManualReader.Result result = read(yaml);
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.manual());
  }

  private void happens(
      String kind, @org.jspecify.annotations.Nullable String incident, Map<String, String> args) {
    bench.journal.append(
        EventDraft.of(EventKind.of(kind)).system("shop").incident(incident).withAll(args));
  }

  private void fires(String alert, String severity) {
    happens("alert.firing", null, Map.of("alert", alert, "severity", severity));
  }

  /** And everything that was begun for it has ended. */
  private Report newest(int count) {
    Until.so(
        count + " reports",
        () ->
            reports.list("shop", "weekly", 10).size() == count
                && bench.runs.list(RunFilter.open()).isEmpty(),
        () -> bench.runs.list(RunFilter.newest(10)) + " " + reports.list(null, null, 10));
    return reports.list("shop", "weekly", 1).getFirst();
  }

  /** One sample an hour of that day of Seoul, for both series of the component. */
  private void measured(String day, double success, double seconds) {
    Instant first = Instant.parse(day + "T00:00:00+09:00");
    Appender appender = samples.appender();
    for (int hour = 0; hour < 24; hour++) {
      long at = first.plus(Duration.ofHours(hour)).toEpochMilli();
      appender.append(series("probe_success"), at, success);
      appender.append(series("probe_duration_seconds"), at, seconds);
    }
    appender.commit();
  }

  private static Labels series(String name) {
    return Labels.of("__name__", name, "system", "shop", "component", "web", "probe", "http");
  }

  private static Report.Line line(Report report, Chapter chapter, String key) {
    return report.parts().stream()
        .filter(each -> each.chapter() == chapter)
        .flatMap(each -> each.lines().stream())
        .filter(line -> line.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private void twoWeeks() throws InterruptedException {
    measured("2026-11-03", 1, 0.2);
    measured("2026-11-10", 1, 0.1);
    measured("2026-11-11", 0, 0.4);
    timeline.advance(Duration.ofDays(1));
    newest(1); // a run that is still under way would be in the way of the next one
    fires("WebDown", "critical");
    timeline.advance(Duration.ofDays(7));
    newest(2);
    fires("WebDown", "critical");
    fires("DbDown", "critical");
    happens("incident.opened", "i1", Map.of("name", "INC-1", "title", "웹 중단"));
    timeline.advance(Duration.ofHours(1));
    fires("WebDown", "critical");
    fires("DiskFull", "info");
    happens("incident.acknowledged", "i1", Map.of("name", "INC-1"));
  }

  @Test
  @Shows({"SLO-09", "SLO-14", "SLO-15", "SLO-17", "SLO-18"})
  void comesByTheCalendarWithTheWeekThatIsOverBesideTheOneBefore() throws Exception {
    twoWeeks();
    timeline.advance(Duration.ofDays(7));

    Report report = newest(3);
    assertThat(report.period().first()).isEqualTo(LocalDate.parse("2026-11-09"));
    assertThat(report.period().last()).isEqualTo(LocalDate.parse("2026-11-15"));
    assertThat(report.isSoFar()).isFalse();
    assertThat(report.since()).isNull();
    assertThat(line(report, Chapter.AVAILABILITY, "component"))
        .isEqualTo(new Report.Line("component", "web", Unit.RATIO, 0.5, 1.0, List.of()));
    assertThat(line(report, Chapter.FIGURES, "figure").value()).isCloseTo(0.25, within(1e-9));
    assertThat(line(report, Chapter.FIGURES, "figure").before()).isCloseTo(0.2, within(1e-9));
    assertThat(line(report, Chapter.ALERTS, "critical"))
        .isEqualTo(
            new Report.Line(
                "critical", "", Unit.COUNT, 3.0, 1.0, List.of("WebDown × 2", "DbDown")));
    assertThat(line(report, Chapter.ALERTS, "info").details()).containsExactly("DiskFull");
    assertThat(line(report, Chapter.INCIDENTS, "opened").details()).containsExactly("INC-1 웹 중단");
    assertThat(line(report, Chapter.INCIDENTS, "acknowledged").value()).isEqualTo(3600.0);
    assertThat(line(report, Chapter.INCIDENTS, "repaired").value()).isNull();

    assertThat(told).hasSize(3);
    assertThat(told.getLast())
        .containsEntry("summary", "주간 성능 리포트 2026-11-09 ~ 2026-11-15")
        .containsEntry("page", "/reports/made/" + report.id());
    assertThat(told.getLast().get("text"))
        .contains("평균 응답 시간: 250 ms (이전 200 ms, +50 ms (+25%))")
        .contains("느린 탐침: 자료 없음")
        .contains("긴급: 3 (이전 1, +2 (+200%)) - WebDown × 2, DbDown");
    ReportExport written =
        new ReportExport(
            new ReportText(
                Messages.load(List.of("web", "report")), Language.EN, report.period().zone()));
    assertThat(written.write(report, ReportExport.Format.MARKDOWN))
        .contains("| web | 50% | 100% | -50 points |  |");
    assertThat(written.write(report, ReportExport.Format.CSV)).contains("\"Alerts\",\"Critical\"");
    assertThat(written.write(report, ReportExport.Format.HTML)).contains("<td>no data</td>");
    assertThat(report.fileName()).isEqualTo("weekly_report_20261116");
  }

  @Test
  void whatWasNotRecordedIsNotZero() throws Exception {
    twoWeeks();
    timeline.advance(Duration.ofDays(7));
    newest(3);
    Report before = make("2026-10-20");

    assertThat(line(before, Chapter.ALERTS, "critical").value()).isNull();
    assertThat(before.parts().getFirst().lines()).isEmpty();
    Report first = reports.list("shop", "weekly", 10).getLast();
    assertThat(first.period().first()).isEqualTo(LocalDate.parse("2026-10-26"));
    assertThat(first.since()).isEqualTo(START);
    assertThat(line(first, Chapter.ALERTS, "critical").value()).isEqualTo(0.0);
    assertThat(line(first, Chapter.ALERTS, "critical").before()).isNull();
  }

  @Test
  void whatWasPlannedIsNoFailure() throws Exception {
    Instant bad = Instant.parse("2026-11-11T00:00:00+09:00").minusSeconds(1);
    planned.add(new Stretch(bad, bad.plus(Duration.ofHours(12))));
    twoWeeks();
    timeline.advance(Duration.ofDays(7));
    Report report = newest(3);

    // A good day, and half a bad one: 24 of 36 results.
    assertThat(line(report, Chapter.AVAILABILITY, "component").value())
        .isCloseTo(24.0 / 36, within(1e-9));
    assertThat(line(report, Chapter.AVAILABILITY, "maintenance"))
        .isEqualTo(new Report.Line("maintenance", "web", Unit.SECONDS, 43200.0, 0.0, List.of()));
    planned.add(new Stretch(bad.minus(Duration.ofDays(1)), bad.plus(Duration.ofDays(1))));
    assertThat(line(make("2026-11-11"), Chapter.AVAILABILITY, "component").value())
        .as("nothing was measured outside of it")
        .isNull();
  }

  @Test
  void liesInTheFolderAndIsAttached() throws Exception {
    twoWeeks();
    timeline.advance(Duration.ofDays(7));
    newest(3);

    Path written = folder.resolve("reports");
    assertThat(written.resolve("weekly_report_20261116.txt"))
        .content()
        .startsWith("주간 성능 리포트\n")
        .contains("평균 응답 시간: 250 ms");
    assertThat(written.resolve("weekly_report_20261116.html")).content().contains("자료 없음");
    assertThat(written).isDirectoryNotContaining("glob:**.part");
    assertThat(told.getLast().get("attachments"))
        .contains("\"name\":\"weekly_report_20261116.csv\"", "text/csv", "느린 탐침");
  }

  @Test
  void whatCannotBeWrittenIsKeptAndTheRunFails() throws Exception {
    java.nio.file.Files.writeString(folder.resolve("reports"), "no folder");
    Run run = reports.make("shop", "weekly", null, "user:kim", bench.engine);
    Until.so(
        "it was tried again and is given up",
        () -> minuteLater() && bench.runs.get(run.id()).run().state().ended(),
        () -> "" + bench.runs.get(run.id()));
    Run ended = bench.runs.get(run.id()).run();

    assertThat(ended.state()).isEqualTo(RunState.FAILED);
    assertThat(bench.runs.get(run.id()).attempts().getLast().evidence()).contains("reports");
    assertThat(reports.list("shop", "weekly", 10)).isNotEmpty();
    assertThat(told).isEmpty();
  }

  private boolean minuteLater() {
    try {
      timeline.advance(Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  private Report make(String day) throws InterruptedException {
    Run run = reports.make("shop", "weekly", LocalDate.parse(day), "user:kim", bench.engine);
    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    return reports.list("shop", "weekly", 10).stream()
        .filter(report -> report.made().run().equals(run.id()))
        .findFirst()
        .orElseThrow();
  }

  /** A year of which two days were measured, whose samples are gone. */
  private void daysOfTheYear() throws InterruptedException {
    MetricStore gone = EmbeddedMetricStore.inMemory();
    Figures figures =
        new Figures(
            bench.parts.store(),
            (expr, at) -> gone.query(expr, at.toEpochMilli(), QueryOptions.DEFAULT),
            (system, labels, time) -> List.of());
    Appender appender = gone.appender();
    Labels cpu = Labels.of("__name__", "host_cpu_used_ratio", "system", "shop", "host", "here");
    Labels size =
        Labels.of(
            "__name__",
            "pg_database_size_bytes",
            "system",
            "shop",
            "component",
            "db",
            "datname",
            "shop");
    for (int day = 1; day <= 2; day++) {
      Instant noon = Instant.parse("2026-02-0" + day + "T12:00:00+09:00");
      appender.append(cpu, noon.toEpochMilli(), 0.2 * day);
      appender.append(size, noon.toEpochMilli(), 1000.0 * day);
      appender.append(series("probe_success"), noon.toEpochMilli(), day - 1);
    }
    appender.commit();
    for (int day = 1; day <= 2; day++) {
      Instant first = Instant.parse("2026-02-0" + day + "T00:00:00+09:00");
      figures.write(
          "shop",
          LocalDate.parse("2026-02-0" + day),
          new Stretch(first, first.plus(Duration.ofDays(1))),
          true);
    }
  }

  @Test
  @Shows("MET-39")
  void ofAYearItTellsByFiguresOfDaysAndOfSamplesWhatFollowsThem() throws Exception {
    daysOfTheYear();
    measured("2026-11-01", 1, 0.2);
    reports.activate(
        List.of(manual(MANUAL + "  yearly: {over: year, chapters: [availability, capacity]}\n")),
        manual -> manual.part(part));
    Run run =
        reports.make("shop", "yearly", LocalDate.parse("2026-11-01"), "user:kim", bench.engine);
    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    Report report = reports.list("shop", "yearly", 1).getFirst();

    // Twenty-two hours of today are over in Seoul: 22 good ones and one of the two kept.
    assertThat(line(report, Chapter.AVAILABILITY, "component").value())
        .isCloseTo(23.0 / 24, within(1e-9));
    assertThat(line(report, Chapter.AVAILABILITY, "component").before()).isNull();
    assertThat(line(report, Chapter.CAPACITY, "cpu").value()).isCloseTo(0.3, within(1e-9));
    assertThat(line(report, Chapter.CAPACITY, "cpu-max").value()).isCloseTo(0.4, within(1e-9));
    assertThat(line(report, Chapter.CAPACITY, "database"))
        .isEqualTo(
            new Report.Line(
                "database",
                "db shop",
                Unit.BYTES,
                2000.0,
                null,
                List.of("2026-02-01 1 KB", "2026-02-02 2 KB")));
    assertThat(report.parts().getLast().lines())
        .as("what was not measured is not told")
        .noneMatch(line -> line.key().equals("memory") || line.key().equals("disk"));
  }

  @Test
  void oneOfAPeriodThatIsNotOverSaysSo() throws Exception {
    twoWeeks();
    timeline.advance(Duration.ofDays(7));
    newest(3);
    Report made = make("2026-11-16");

    assertThat(made.isSoFar()).isTrue();
    assertThat(made.until()).isEqualTo(timeline.instant());
    assertThat(made.made().by()).isEqualTo("user:kim");
    assertThat(line(made, Chapter.ALERTS, "critical").value()).isEqualTo(0.0);
    assertThat(line(made, Chapter.ALERTS, "critical").before()).isEqualTo(3.0);
    assertThatThrownBy(
            () ->
                reports.make(
                    "shop", "weekly", LocalDate.parse("2026-12-16"), "user:kim", bench.engine))
        .hasMessageContaining("future-period");
    assertThatThrownBy(() -> reports.make("shop", "weakly", null, "user:kim", bench.engine))
        .hasMessageContaining("unknown-report");
  }

  @Test
  void mistakesAreToldAtTheirPlaces() {
    String bad = MANUAL.replace("to: [ops]", "to: [opps]").replace("avg(avg", "avg(av");

    assertThat(read(bad).problems())
        .extracting(problem -> problem.code() + " " + problem.place().line())
        .containsExactlyInAnyOrder("unknown-person 14", "bad-promql 20");
    assertThat(read(MANUAL.replace("to: [ops]", "chapters: [weather]")).problems())
        .extracting(problem -> problem.code())
        .containsExactly("bad-value");
  }
}
