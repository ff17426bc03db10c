package jigi.present.web;

import java.util.List;
import jigi.base.kernel.UserError;
import jigi.detect.probe.log.LogFilter;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;
import jigi.present.api.view.WholeLog;
import org.jspecify.annotations.Nullable;

/**
 * All whole logs as they were looked through.
 *
 * @param parts the logs with the most lines first
 * @param fault why nothing could be looked for
 */
public record LogsEverywhereModel(
    WholeLog.Everywhere wanted,
    TypedSpan typed,
    List<WholeLog.Part> parts,
    @Nullable UserError fault) {
  public LogsEverywhereModel {
    parts = List.copyOf(parts);
  }

  /** Without anything that is asked for nothing is looked through. */
  static LogsEverywhereModel of(
      Desk.Logs logs, Scope scope, WholeLog.Everywhere wanted, TypedSpan typed) {
    if (wanted.text().isEmpty() && wanted.level().isEmpty() && typed.none()) {
      return new LogsEverywhereModel(wanted, typed, List.of(), null);
    }
    try {
      return new LogsEverywhereModel(wanted, typed, logs.everywhere(scope, wanted), null);
    } catch (UserError e) {
      return new LogsEverywhereModel(wanted, typed, List.of(), e);
    }
  }

  public List<String> levels() {
    return LogFilter.LEVELS;
  }

  public boolean asked() {
    return !(wanted.text().isEmpty() && wanted.level().isEmpty() && typed.none());
  }

  /** Those with lines. */
  public List<WholeLog.Part> hits() {
    return parts.stream()
        .filter(part -> part.found() != null && !part.found().lines().isEmpty())
        .toList();
  }

  /** Those that could not be read, or not to their end. */
  public List<WholeLog.Part> doubts() {
    return parts.stream()
        .filter(part -> part.found() == null || !part.found().whole() || part.found().untimed() > 0)
        .toList();
  }

  /** The log's own page with the same question. */
  public String link(WholeLog.Part part) {
    return WholeLogModel.path(part.place())
        + "?q="
        + Urls.encode(wanted.text())
        + "&level="
        + Urls.encode(wanted.level())
        + typed.query();
  }
}
