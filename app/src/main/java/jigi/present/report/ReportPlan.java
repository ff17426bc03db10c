package jigi.present.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import jigi.base.kernel.Language;
import jigi.base.schedule.Cadence;
import jigi.base.schedule.Recurrence;
import jigi.base.schedule.Schedule;
import jigi.detect.metric.Unit;
import org.jspecify.annotations.Nullable;

/**
 * A report as the manual wants it.
 *
 * @param recurrence null when it is made by hand only
 * @param cadence how long the stretch is that it tells of
 * @param to people and groups; empty with empty {@code by} for a report that is kept, and sent to
 *     nobody
 * @param by channels
 * @param files what is written and attached besides
 * @param calendar of the system
 * @param language of the system, in which it is sent
 */
public record ReportPlan(
    String system,
    String name,
    String title,
    @Nullable Recurrence recurrence,
    Cadence cadence,
    Set<Chapter> chapters,
    List<Wanted> figures,
    List<String> to,
    List<String> by,
    Written files,
    Schedule.Calendar calendar,
    Language language) {
  /** Stands in a query for the length of the report's period. */
  static final String PERIOD = "$period";

  /**
   * As files.
   *
   * @param folder where they are written; null for nowhere
   * @param formats of those in the folder
   * @param attached to mails
   */
  public record Written(
      @Nullable Path folder,
      List<ReportExport.Format> formats,
      List<ReportExport.Format> attached) {
    public Written {
      formats = List.copyOf(formats);
      attached = List.copyOf(attached);
    }
  }

  /**
   * A figure of the manual's own.
   *
   * @param query PromQL, asked at the end of the period
   */
  public record Wanted(String title, String query, Unit unit) {
    /** With a length in place of {@link #PERIOD}. */
    static String of(String query, Duration length) {
      return query.replace(PERIOD, Math.max(1, length.toSeconds()) + "s");
    }

    /** As it is asked of a day, for checks. */
    static String probe(String query) {
      return of(query, Duration.ofDays(1));
    }
  }

  boolean isTold() {
    return !to.isEmpty() || !by.isEmpty();
  }
}
