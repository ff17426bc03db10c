package jigi.present.api;

import java.time.Duration;
import java.util.List;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Timeline;
import jigi.detect.probe.log.LogRepository;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import org.jspecify.annotations.Nullable;

/** What log probes have found. */
public final class LogApi {
  private static final int MOST = 100;
  private static final Duration DAY = Duration.ofHours(24);

  private final LogRepository logs;
  private final Timeline timeline;

  public LogApi(LogRepository logs, Timeline timeline) {
    this.logs = logs;
    this.timeline = timeline;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/logs/errors",
            "Groups of error lines, the most frequent first; ?system= ?component= ?within=24h",
            this::errors));
  }

  private Reply errors(Exchange exchange) {
    String system = exchange.find("system");
    if (system == null) {
      throw Problem.bad("missing-system", "no system is named", "add ?system=NAME");
    }
    exchange.require(system, "view");
    Duration within = within(exchange.find("within"));
    return Api.list(
        "groups",
        logs.groups(system, exchange.find("component"), timeline.instant().minus(within), MOST));
  }

  private static Duration within(@Nullable String text) {
    Duration read = text == null ? DAY : Durations.parse(text);
    if (read == null) {
      throw Problem.bad(
          "bad-duration", "not a duration ('" + text + "')", "write for example within=30m");
    }
    return read;
  }
}
