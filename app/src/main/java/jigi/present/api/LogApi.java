package jigi.present.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Timeline;
import jigi.detect.probe.log.ErrorGroup;
import jigi.detect.probe.log.LogQuery;
import jigi.detect.probe.log.LogRepository;
import jigi.detect.probe.log.LogScope;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import org.jspecify.annotations.Nullable;

/** What log probes have found. */
public final class LogApi {
  private static final int MOST = 100;
  private static final int LONGEST_LIST = 500;
  private static final Duration DAY = Duration.ofHours(24);

  private final LogRepository logs;
  private final Timeline timeline;
  private final LastCheck checks;

  /** When a checklist was begun last. */
  @FunctionalInterface
  public interface LastCheck {
    /** Null when it never was. */
    @Nullable Instant began(String system, String checklist);
  }

  public LogApi(LogRepository logs, Timeline timeline, LastCheck checks) {
    this.logs = logs;
    this.timeline = timeline;
    this.checks = checks;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/logs/errors",
            "Groups of error lines, the most frequent first, and how many lines there were before;"
                + " ?system= ?component= ?within=24h ?checklist= (since that was begun last)",
            this::errors),
        Route.get(
            "/api/v1/logs/access",
            "What access logs hold: statuses, clients, paths, refused requests; ?system="
                + " ?component= ?within=24h ?checklist= ?top=20",
            this::access),
        Route.get(
            "/api/v1/logs/lines",
            "The newest lines that matched a pattern; ?system= ?component= ?pattern= ?within=24h"
                + " ?checklist=",
            this::lines),
        Route.get(
            "/api/v1/logs/search",
            "Kept lines that contain a text, or match /a regular expression/, the newest first: an"
                + " example of each group of errors, and what matched patterns; ?q= ?system="
                + " ?component= ?what= (error, fatal or a pattern) ?within=24h ?until= ?checklist= ?top=20",
            this::search));
  }

  private Reply errors(Exchange exchange) {
    LogScope scope = scope(exchange);
    Instant now = timeline.instant();
    List<ErrorGroup> groups = logs.groups(scope.system(), scope.component(), scope.since(), MOST);
    Instant earlier = scope.since().minus(Duration.between(scope.since(), now));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("groups", java.util.Objects.requireNonNull(Plain.of(groups)));
    answer.put("since", scope.since().toString());
    answer.put("lines", logs.errors(scope, now));
    answer.put(
        "before",
        logs.errors(new LogScope(scope.system(), scope.component(), earlier), scope.since()));
    return Reply.json(answer);
  }

  private Reply access(Exchange exchange) {
    return Api.one(logs.access(scope(exchange), top(exchange.find("top"))));
  }

  private Reply lines(Exchange exchange) {
    String pattern = exchange.find("pattern");
    if (pattern == null) {
      throw Problem.bad("missing-pattern", "no pattern is named", "add ?pattern=NAME");
    }
    return Api.list("lines", logs.lines(scope(exchange), pattern));
  }

  private Reply search(Exchange exchange) {
    String system = exchange.find("system");
    if (system != null) {
      exchange.require(system, "view");
    }
    Instant until = until(exchange.find("until"));
    Instant since =
        system != null && exchange.find("checklist") != null
            ? since(exchange, system)
            : until.minus(within(exchange.find("within")));
    LogQuery query =
        new LogQuery(
            exchange.scope()::sees,
            system,
            exchange.find("component"),
            exchange.find("what"),
            since,
            until,
            LogQuery.Text.of(java.util.Objects.requireNonNullElse(exchange.find("q"), "")));
    return Api.list("lines", logs.find(query, top(exchange.find("top"))));
  }

  private Instant until(@Nullable String text) {
    try {
      // What was read at this very instant belongs to it.
      return text == null ? timeline.instant().plusMillis(1) : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Problem.bad(
          "bad-time", "'" + text + "' is not a time", "write it like 2026-01-13T01:37:12Z");
    }
  }

  private LogScope scope(Exchange exchange) {
    String system = exchange.find("system");
    if (system == null) {
      throw Problem.bad("missing-system", "no system is named", "add ?system=NAME");
    }
    exchange.require(system, "view");
    return new LogScope(system, exchange.find("component"), since(exchange, system));
  }

  private Instant since(Exchange exchange, String system) {
    String checklist = exchange.find("checklist");
    if (checklist == null) {
      return timeline.instant().minus(within(exchange.find("within")));
    }
    Instant began = checks.began(system, checklist);
    if (began == null) {
      throw Problem.bad(
          "never-checked",
          "the checklist '" + checklist + "' of " + system + " was never begun",
          "name a time with within=24h");
    }
    return began;
  }

  private static int top(@Nullable String text) {
    if (text == null) {
      return 20;
    }
    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > LONGEST_LIST) {
      throw Problem.bad(
          "bad-number", "not a number of rows ('" + text + "')", "write for example top=20");
    }
    return Integer.parseInt(text);
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
