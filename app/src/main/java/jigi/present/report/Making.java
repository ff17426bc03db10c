package jigi.present.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.run.Run;
import jigi.present.report.Measuring.Moment;
import org.jspecify.annotations.Nullable;

/** Gathers what a report says. */
final class Making {
  private final Reports.Surroundings around;
  private final Measuring measuring;
  private final Counting counting;

  Making(Reports.Surroundings around) {
    this.around = around;
    this.measuring = new Measuring(around.queries());
    this.counting = new Counting(around.journal(), around.scheduler());
  }

  /** Of a period that is not over, what there is of it so far. */
  Report make(Run run, String id, ReportPlan plan, LocalDate day) throws InterruptedException {
    Period period = Period.of(plan.cadence(), day, plan.calendar().zone());
    Instant now = around.timeline().instant();
    Moment moment = new Moment(period, now.isBefore(period.to()) ? now : period.to());
    Instant since = counting.since(plan.system());
    List<Report.Part> parts = new ArrayList<>();
    for (Chapter chapter : plan.chapters()) {
      parts.add(new Report.Part(chapter, lines(chapter, plan, moment, since)));
    }
    return new Report(
        id,
        new Report.Of(plan.system(), plan.name(), plan.title()),
        period,
        moment.until(),
        partly(since, period),
        new Report.Made(now, run.actor(), run.id()),
        parts);
  }

  private static @Nullable Instant partly(@Nullable Instant since, Period period) {
    return since != null && since.isAfter(period.from()) ? since : null;
  }

  private List<Report.Line> lines(
      Chapter chapter, ReportPlan plan, Moment moment, @Nullable Instant since)
      throws InterruptedException {
    return switch (chapter) {
      case AVAILABILITY -> measuring.availability(plan.system(), moment);
      case CAPACITY -> measuring.capacity(plan.system(), moment);
      case FIGURES -> measuring.figures(plan, moment);
      case ALERTS, INCIDENTS, DEPLOYMENTS, BACKUPS, CHECKLISTS, WORK ->
          counting.of(chapter, plan.system(), moment, since);
    };
  }

  /** What a message says of it, in the language of the system. */
  Map<String, String> facts(ReportPlan plan, Report report) {
    ReportText text = new ReportText(around.messages(), plan.language(), plan.calendar().zone());
    Map<String, String> facts = new TreeMap<>();
    facts.put("summary", report.of().title() + " " + text.period(report.period()));
    facts.put("text", new ReportExport(text).text(report));
    facts.put("page", report.path());
    return facts;
  }
}
