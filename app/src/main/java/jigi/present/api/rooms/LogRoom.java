package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.log.AccessReport;
import jigi.detect.probe.log.Excerpt;
import jigi.detect.probe.log.FoundLine;
import jigi.detect.probe.log.LogFilter;
import jigi.detect.probe.log.LogQuery;
import jigi.detect.probe.log.LogRepository;
import jigi.detect.probe.log.LogScope;
import jigi.detect.probe.log.Span;
import jigi.detect.probe.log.WholeLogs;
import jigi.present.api.view.AccessView;
import jigi.present.api.view.Desk;
import jigi.present.api.view.LogRow;
import jigi.present.api.view.LogsWanted;
import jigi.present.api.view.Scope;
import jigi.present.api.view.WholeLog;
import org.jspecify.annotations.Nullable;

/** What log probes have kept. */
final class LogRoom implements Desk.Logs {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int FOUND = 100;

  /** How many rows a component's page has room for. */
  private static final int ROWS = 5;

  private final LogRepository logs;
  private final WholeLogs whole;
  private final Timeline timeline;

  LogRoom(LogRepository logs, WholeLogs whole, Timeline timeline) {
    this.logs = logs;
    this.whole = whole;
    this.timeline = timeline;
  }

  @Override
  public List<LogRow> find(Scope scope, LogsWanted wanted) {
    Instant now = timeline.instant();
    LogQuery query =
        new LogQuery(
            scope::sees,
            wanted.system(),
            wanted.component(),
            null,
            now.minus(wanted.within()),
            now.plusMillis(1),
            LogQuery.Text.of(wanted.text()));
    return logs.find(query, FOUND).stream().map(LogRoom::row).toList();
  }

  @Override
  public List<WholeLog.Place> places(Scope scope) {
    return whole.places().stream()
        .filter(each -> scope.sees(each.key().system()))
        .map(LogRoom::place)
        .toList();
  }

  private static WholeLog.Place place(WholeLogs.Place place) {
    return new WholeLog.Place(
        place.key().system(),
        place.key().component(),
        place.key().probe(),
        place.where(),
        place.host());
  }

  private static Span span(WholeLog.Time time) {
    return Span.of(time.from(), time.until());
  }

  @Override
  public WholeLog read(WholeLog.Wanted wanted) {
    WholeLogs.Wanted asked =
        new WholeLogs.Wanted(
            wanted.system(),
            wanted.component(),
            wanted.probe(),
            LogFilter.of(wanted.text(), wanted.level()),
            span(wanted.time()),
            wanted.most());
    try {
      return shown(
          wanted.after().isEmpty() ? whole.last(asked) : whole.after(asked, wanted.after()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public List<WholeLog.Part> everywhere(Scope scope, WholeLog.Everywhere wanted) {
    LogFilter filter = LogFilter.of(wanted.text(), wanted.level());
    try {
      return whole
          .everywhere(
              place -> scope.sees(place.key().system()) && fits(place.key(), wanted),
              filter,
              span(wanted.time()),
              wanted.most())
          .stream()
          .map(LogRoom::part)
          .sorted(Comparator.comparing(LogRoom::lines).reversed())
          .toList();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static boolean fits(ProbeKey key, WholeLog.Everywhere wanted) {
    return (wanted.system().isEmpty() || wanted.system().equals(key.system()))
        && (wanted.component().isEmpty() || wanted.component().equals(key.component()));
  }

  private static WholeLog.Part part(WholeLogs.Answer answer) {
    Excerpt found = answer.found();
    UserError fault = answer.fault();
    return new WholeLog.Part(
        place(answer.place()),
        found == null ? null : shown(found),
        fault == null ? null : fault.fact());
  }

  private static int lines(WholeLog.Part part) {
    return part.found() == null ? 0 : part.found().lines().size();
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while reading a log", cause);
  }

  private static WholeLog shown(Excerpt found) {
    return new WholeLog(
        found.lines(),
        found.mark(),
        found.searched(),
        found.size(),
        found.whole(),
        found.skipped(),
        found.reach().older(),
        found.reach().left(),
        found.reach().untimed());
  }

  private static LogRow row(FoundLine line) {
    return new LogRow(
        line.system(), line.component(), line.what(), line.line(), line.lines(), line.read());
  }

  private LogScope lately(String system, String component) {
    return new LogScope(system, component, timeline.instant().minus(DAY));
  }

  /** The newest lines of a day that matched patterns. */
  List<LogRow> matched(String system, String component) {
    return logs.lines(lately(system, component), null).stream()
        .limit(ROWS)
        .map(
            kept ->
                new LogRow(system, kept.component(), kept.pattern(), kept.line(), 1, kept.read()))
        .toList();
  }

  /** Null when no access log of the component was read within a day. */
  @Nullable AccessView access(String system, String component) {
    AccessReport report = logs.access(lately(system, component), ROWS);
    if (report.requests() == 0) {
      return null;
    }
    long all = report.requests();
    return new AccessView(
        all,
        Stream.of(
                part("statuses", report.statuses(), all),
                part("slowest", report.slowest(), all),
                part("clients", report.clients(), all),
                part("refused", report.refused(), all))
            .filter(part -> !part.rows().isEmpty())
            .toList());
  }

  private static AccessView.Part part(String name, List<AccessReport.Row> rows, long all) {
    return new AccessView.Part(
        name,
        rows.stream()
            .map(
                row ->
                    new AccessView.Row(
                        row.name(), row.requests(), (double) row.requests() / all, row.mean()))
            .toList());
  }
}
