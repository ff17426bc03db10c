package jigi.present.api.view;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import jigi.present.report.Report;
import org.jspecify.annotations.Nullable;

/** Reports. */
public final class ReportView {
  private ReportView() {}

  /**
   * A report as the manual wants it.
   *
   * @param over day, week, month, quarter or year
   * @param schedule as written; empty when it is made by hand only
   * @param to whom it is sent; empty for nobody
   * @param next when it is made by itself; null for never
   * @param last the newest; null when there was none
   */
  public record Row(
      String system,
      String name,
      String title,
      String over,
      String schedule,
      List<String> to,
      @Nullable Instant next,
      @Nullable Made last) {
    public String path() {
      return "/reports/" + system + "/" + name;
    }
  }

  /**
   * One that was made.
   *
   * @param soFar whether its period was not over
   */
  public record Made(
      String id,
      String system,
      String name,
      String title,
      LocalDate first,
      LocalDate last,
      boolean soFar,
      Instant made,
      String by,
      String run) {
    public static Made of(Report report) {
      return new Made(
          report.id(),
          report.of().system(),
          report.of().name(),
          report.of().title(),
          report.period().first(),
          report.period().last(),
          report.isSoFar(),
          report.made().at(),
          report.made().by(),
          report.made().run());
    }

    public String path() {
      return Report.path(id);
    }
  }

  /** A report with those that were made of it, newest first. */
  public record Detail(Row row, List<Made> made) {}

  /** One that was made, in full. */
  public record Told(Made made, List<Report.Part> parts) {}
}
