package jigi.present.api.rooms;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.run.RunEngine;
import jigi.base.schedule.Scheduler;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ReportView;
import jigi.present.api.view.Scope;
import jigi.present.report.Report;
import jigi.present.report.ReportExport;
import jigi.present.report.ReportPlan;
import jigi.present.report.ReportText;
import jigi.present.report.Reports;
import org.jspecify.annotations.Nullable;

/** Reports as they are shown. */
final class ReportRoom implements Desk.Reports {
  private static final int LISTED = 60;

  private final Reports reports;
  private final RunEngine engine;
  private final Scheduler scheduler;
  private final Messages messages;

  ReportRoom(Reports reports, RunEngine engine, Scheduler scheduler, Messages messages) {
    this.reports = reports;
    this.engine = engine;
    this.scheduler = scheduler;
    this.messages = messages;
  }

  @Override
  public List<ReportView.Row> list(Scope scope) {
    return reports.plans(null).stream()
        .filter(plan -> scope.sees(plan.system()))
        .map(plan -> row(plan, made(plan, 1)))
        .toList();
  }

  private List<ReportView.Made> made(ReportPlan plan, int limit) {
    return reports.list(plan.system(), plan.name(), limit).stream()
        .map(ReportView.Made::of)
        .toList();
  }

  private ReportView.Row row(ReportPlan plan, List<ReportView.Made> made) {
    return new ReportView.Row(
        plan.system(),
        plan.name(),
        plan.title(),
        plan.cadence().name().toLowerCase(Locale.ROOT),
        plan.recurrence() == null ? "" : plan.recurrence().schedule().text(),
        plan.to(),
        next(plan),
        made.isEmpty() ? null : made.getFirst());
  }

  private @Nullable Instant next(ReportPlan plan) {
    return scheduler.next(Instant.MAX).stream()
        .filter(
            up ->
                up.item().system().equals(plan.system())
                    && up.item().key().equals("report/" + plan.name()))
        .map(Scheduler.Upcoming::at)
        .findFirst()
        .orElse(null);
  }

  @Override
  public ReportView.@Nullable Detail get(String system, String name) {
    ReportPlan plan = reports.find(system, name);
    if (plan == null) {
      return null;
    }
    List<ReportView.Made> made = made(plan, LISTED);
    return new ReportView.Detail(row(plan, made), made);
  }

  @Override
  public List<ReportView.Made> made(Scope scope) {
    return reports.list(null, null, LISTED).stream()
        .filter(report -> scope.sees(report.of().system()))
        .map(ReportView.Made::of)
        .toList();
  }

  @Override
  public @Nullable Report find(String id) {
    return reports.find(id);
  }

  @Override
  public String make(String system, String name, @Nullable LocalDate day, String actor) {
    return reports.make(system, name, day, actor, engine).id();
  }

  @Override
  public String export(Report report, ReportExport.Format format, Language language) {
    ReportText text = new ReportText(messages, language, report.period().zone());
    return new ReportExport(text).write(report, format);
  }
}
