package jigi.present.web;

import java.util.List;
import jigi.base.kernel.UserError;
import jigi.detect.probe.log.LogFilter;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Desk;
import jigi.present.api.view.WholeLog;
import org.jspecify.annotations.Nullable;

/**
 * A whole log as it was asked for.
 *
 * @param found null when it could not be read
 * @param fault why it could not
 */
public record WholeLogModel(
    WholeLog.Place place,
    WholeLog.Wanted wanted,
    TypedSpan typed,
    @Nullable WholeLog found,
    @Nullable UserError fault) {
  static WholeLogModel of(
      Desk.Logs logs, WholeLog.Place place, WholeLog.Wanted wanted, TypedSpan typed) {
    try {
      return new WholeLogModel(place, wanted, typed, logs.read(wanted), null);
    } catch (UserError e) {
      return new WholeLogModel(place, wanted, typed, null, e);
    }
  }

  static String path(WholeLog.Place place) {
    return "/logs/" + Urls.path(place.system() + "/" + place.component() + "/" + place.probe());
  }

  public String path() {
    return path(place);
  }

  public List<String> levels() {
    return LogFilter.LEVELS;
  }

  /** Whether every line was asked for. */
  public boolean all() {
    return wanted.text().isEmpty() && wanted.level().isEmpty() && wanted.time().any();
  }

  /** Whether what is written now belongs to what was asked for. */
  public boolean goesOn() {
    return wanted.time().until() == null;
  }

  /** Where new lines come from. */
  public String live() {
    return path()
        + "/live?q="
        + Urls.encode(wanted.text())
        + "&level="
        + Urls.encode(wanted.level());
  }
}
