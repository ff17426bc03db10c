package jigi.present.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Json;
import jigi.base.run.Run;
import jigi.present.report.Measuring.Moment;
import org.jspecify.annotations.Nullable;

/** Gathers what a report says. */
final class Making {
  private final Reports.Surroundings around;
  private final Figures figures;
  private final Measuring measuring;
  private final Availability availability;
  private final Counting counting;

  Making(Reports.Surroundings around) {
    this.around = around;
    this.figures = new Figures(around.store(), around.queries(), around.planned());
    this.measuring = new Measuring(around.queries(), figures);
    this.availability = new Availability(around.queries(), around.planned());
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
      case AVAILABILITY -> availability.of(plan.system(), moment, figures);
      case CAPACITY -> measuring.capacity(plan.system(), moment);
      case FIGURES -> measuring.figures(plan, moment);
      case ALERTS, INCIDENTS, DEPLOYMENTS, BACKUPS, CHECKLISTS, WORK ->
          counting.of(chapter, plan.system(), moment, since);
    };
  }

  private ReportText text(ReportPlan plan) {
    return new ReportText(around.messages(), plan.language(), plan.calendar().zone());
  }

  /** What a message says of it, in the language of the system. */
  Map<String, String> facts(ReportPlan plan, Report report) {
    ReportText text = text(plan);
    ReportExport export = new ReportExport(text);
    Map<String, String> facts = new TreeMap<>();
    facts.put("summary", report.of().title() + " " + text.period(report.period()));
    facts.put("text", export.text(report));
    facts.put("page", report.path());
    List<Map<String, String>> attached = new ArrayList<>();
    for (ReportExport.Format format : plan.files().attached()) {
      attached.add(
          Map.of(
              "name", format.fileOf(report),
              "type", format.type(),
              "text", export.write(report, format)));
    }
    if (!attached.isEmpty()) {
      facts.put("attachments", Json.write(attached));
    }
    return facts;
  }

  /**
   * Writes it into the folder that the manual names, in the language of the system; the same report
   * again takes the place of its files.
   *
   * @return the files, none where the manual names no folder
   */
  List<Path> files(ReportPlan plan, Report report) throws IOException {
    Path folder = plan.files().folder();
    List<Path> written = new ArrayList<>();
    if (folder != null) {
      Files.createDirectories(folder);
      for (ReportExport.Format format : plan.files().formats()) {
        Path file = folder.resolve(format.fileOf(report));
        Path part = folder.resolve("." + file.getFileName() + ".part");
        Files.writeString(part, new ReportExport(text(plan)).write(report, format));
        written.add(Files.move(part, file, StandardCopyOption.REPLACE_EXISTING));
      }
    }
    return written;
  }
}
