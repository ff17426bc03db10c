package jigi.present.report;

import java.time.Instant;
import java.util.List;
import jigi.detect.metric.Unit;
import org.jspecify.annotations.Nullable;

/**
 * A report that was made. One of the same period that is made later is another one.
 *
 * @param until before the period's end where that was not over yet
 * @param since when Jigi began to keep the system's record, where that is within the period; null
 *     where it was kept all the time
 */
public record Report(
    String id,
    Of of,
    Period period,
    Instant until,
    @Nullable Instant since,
    Made made,
    List<Part> parts) {
  /** What it is a report of. */
  public record Of(String system, String name, String title) {}

  /**
   * How it came about.
   *
   * @param by {@code jigi} or {@code user:kim}
   */
  public record Made(Instant at, String by, String run) {}

  /** A chapter's lines, which may be none. */
  public record Part(Chapter chapter, List<Line> lines) {
    public Part {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One figure beside that of the period before.
   *
   * @param key of its text within the chapter
   * @param subject what it is of, as the manual calls it; empty for the system
   * @param value null for what was not measured
   * @param before null where there is nothing to compare with
   * @param details what it is made of, or why there is no value
   */
  public record Line(
      String key,
      String subject,
      Unit unit,
      @Nullable Double value,
      @Nullable Double before,
      List<String> details) {
    public Line {
      details = List.copyOf(details);
    }
  }

  public Report {
    parts = List.copyOf(parts);
  }

  /** Whether it was made before its period was over. */
  public boolean isSoFar() {
    return until.isBefore(period.to());
  }

  /** {@code weekly_report_20261123}: the day is that after the period's last. */
  public String fileName() {
    return of.name()
        + "_report_"
        + period.last().plusDays(1).format(java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
  }

  public String path() {
    return path(id);
  }

  /** The page of the one with that id. */
  public static String path(String id) {
    return "/reports/made/" + id;
  }
}
