package jigi.present.web;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import jigi.base.kernel.Language;
import jigi.base.schedule.Cadence;
import jigi.detect.metric.Unit;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ReportView;
import jigi.present.api.view.Scope;
import jigi.present.report.Chapter;
import jigi.present.report.Period;
import jigi.present.report.Report;
import jigi.present.report.ReportExport;
import org.jspecify.annotations.Nullable;

/** Reports, for pages to be looked at. */
final class SampleReports implements Desk.Reports {
  private static final Report WEEK =
      new Report(
          "p1",
          new Report.Of("shop", "weekly", "주간 성능 리포트"),
          new Period(
              Cadence.WEEK,
              LocalDate.parse("2026-11-09"),
              LocalDate.parse("2026-11-15"),
              ZoneId.of("Asia/Seoul")),
          Samples.NOW,
          null,
          new Report.Made(Samples.NOW, "jigi", "r1"),
          List.of(
              new Report.Part(
                  Chapter.AVAILABILITY,
                  List.of(
                      line("component", "search", Unit.RATIO, 0.9871, 0.9999),
                      line("component", "web", Unit.RATIO, 0.99999, 1.0))),
              new Report.Part(
                  Chapter.FIGURES,
                  List.of(
                      line("figure", "평균 응답 시간", Unit.SECONDS, 0.142, 0.131),
                      line("figure", "하루 평균 요청", Unit.COUNT, 18_244.0, 17_100.0),
                      line("figure", "에러율", Unit.RATIO, null, null))),
              new Report.Part(
                  Chapter.ALERTS,
                  List.of(
                      new Report.Line(
                          "critical",
                          "",
                          Unit.COUNT,
                          3.0,
                          1.0,
                          List.of("WebDown × 2", "SearchDown")))),
              new Report.Part(Chapter.BACKUPS, List.of())));

  private final SampleDesk desk;

  SampleReports(SampleDesk desk) {
    this.desk = desk;
  }

  private static Report.Line line(
      String key, String subject, Unit unit, @Nullable Double value, @Nullable Double before) {
    return new Report.Line(key, subject, unit, value, before, List.of());
  }

  private static ReportView.Row row() {
    return new ReportView.Row(
        "shop",
        "weekly",
        WEEK.of().title(),
        "week",
        "weekly mon 10:00",
        List.of("ops"),
        Samples.NOW.plusSeconds(86_400),
        ReportView.Made.of(WEEK));
  }

  @Override
  public List<ReportView.Row> list(Scope scope) {
    return desk.empty || !scope.sees("shop") ? List.of() : List.of(row());
  }

  @Override
  public ReportView.@Nullable Detail get(String system, String name) {
    return system.equals("shop") && name.equals("weekly")
        ? new ReportView.Detail(row(), List.of(ReportView.Made.of(WEEK)))
        : null;
  }

  @Override
  public List<ReportView.Made> made(Scope scope) {
    return desk.empty || !scope.sees("shop") ? List.of() : List.of(ReportView.Made.of(WEEK));
  }

  @Override
  public @Nullable Report find(String id) {
    return id.equals("p1") ? WEEK : null;
  }

  @Override
  public String make(String system, String name, @Nullable LocalDate day, String actor) {
    desk.done.add("report " + system + "/" + name + " " + actor);
    return "r1";
  }

  @Override
  public String export(Report report, ReportExport.Format format, Language language) {
    return report.of().title();
  }
}
