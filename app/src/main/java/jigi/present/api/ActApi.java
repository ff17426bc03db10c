package jigi.present.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;
import jigi.present.api.view.Desk;
import jigi.present.api.view.LogPart;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunbookDetail;
import org.jspecify.annotations.Nullable;

/** Runs and runbooks. */
public final class ActApi {
  private static final int LOG_BYTES = 1 << 20;

  private final Desk desk;

  ActApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    String run = "/api/v1/runs/{id}";
    String runbook = "/api/v1/runbooks/{system}/{name}";
    return List.of(
        Route.get(
            "/api/v1/runs",
            "Runs, newest first; ?system= ?state= ?deliveries=1 ?limit="
                + " ?before=2026-11-21T09:00:00Z",
            this::runs),
        Route.get(run, "One run with its steps, attempts and question.", this::run),
        Route.get(
            run + "/log",
            "A piece of an attempt's output; ?attempt= ?from= (bytes) ?limit=",
            this::log),
        Route.post(run + "/cancel", "Cancels it.", this::cancel),
        Route.post(run + "/approve", "Approves {step} as seen by its {hash}.", this::approve),
        Route.post(run + "/decline", "Declines {step}.", this::decline),
        Route.post(run + "/choose", "Answers {step} with a {choice} and {evidence}.", this::choose),
        Route.get("/api/v1/automation", "Where automatic runs are held back.", this::held),
        Route.post(
            "/api/v1/automation/hold",
            "Holds automatic runs back, of a {system} or of all: they ask for an approval.",
            this::hold),
        Route.post(
            "/api/v1/automation/allow", "Lets automatic runs of a {system} start.", this::allow),
        Route.get("/api/v1/runbooks", "All runbooks.", this::runbooks),
        Route.get(
            "/api/v1/runbooks-for",
            "Runbooks whose symptoms a text tells of, the best first: ?text=.",
            exchange ->
                Api.list(
                    "runbooks", desk.runbooks().fitting(exchange.scope(), exchange.need("text")))),
        Route.get(runbook, "One runbook, block by block.", this::runbook),
        Route.post(
            runbook + "/run",
            "Starts a run with {parameters}; {dry} looks only, {incident} is what it answers.",
            this::start),
        Route.post(runbook + "/block", "Runs the one block at {line} by hand.", this::block));
  }

  private Reply runs(Exchange exchange) {
    String system = exchange.find("system");
    int limit = new Ask(exchange).number("limit", 100, 1, 1000);
    boolean deliveries = exchange.find("deliveries") != null;
    return Api.list(
        "runs",
        desk.runs()
            .list(
                exchange.scope(),
                new Desk.Runs.Wanted(system, exchange.find("state"), deliveries, before(exchange)),
                limit));
  }

  /**
   * Where a page of runs ends: the next one begins before it.
   *
   * @throws Problem 400 when it is no instant
   */
  public static @Nullable Instant before(Exchange exchange) {
    String given = exchange.find("before");
    try {
      return given == null ? null : Instant.parse(given);
    } catch (DateTimeParseException e) {
      throw Problem.bad(
          "bad-instant", "'" + given + "' is no instant", "write it like 2026-11-21T09:00:00Z");
    }
  }

  private Reply held(Exchange exchange) {
    return Api.list("held", desk.runs().held(exchange.scope()));
  }

  private Reply hold(Exchange exchange) {
    String system = switched(desk, exchange, new Ask(exchange).find("system"), "run");
    desk.runs().hold(system, exchange.visitor().actor());
    return Api.done();
  }

  private Reply allow(Exchange exchange) {
    String system = switched(desk, exchange, new Ask(exchange).find("system"), "approve");
    desk.runs().allow(system, exchange.visitor().actor());
    return Api.done();
  }

  /**
   * Whose automatic runs a switch is for, if the visitor may throw it; null for those of all.
   *
   * @throws Problem 403 when they may not, 404 when there is no such system
   */
  public static @Nullable String switched(
      Desk desk, Exchange exchange, @Nullable String system, String verb) {
    String named = system == null || system.isBlank() ? Visitor.HOUSE : system;
    exchange.require(named, verb);
    if (named.equals(Visitor.HOUSE)) {
      return null;
    }
    if (!desk.house().zones(exchange.scope()).containsKey(named)) {
      throw Problem.notFound("system " + named);
    }
    return named;
  }

  private Reply run(Exchange exchange) {
    return Api.one(find(exchange, "view"));
  }

  private Reply log(Exchange exchange) {
    RunDetail run = find(exchange, "run");
    Ask ask = new Ask(exchange);
    long from = ask.offset("from");
    int limit = ask.number("limit", LOG_BYTES, 1, LOG_BYTES);
    return Api.one(
        LogPart.of(desk.runs().output(run.row().id(), ask.need("attempt"), from, limit)));
  }

  private Reply cancel(Exchange exchange) {
    RunDetail run = find(exchange, "run");
    desk.runs().cancel(run.row().id(), exchange.visitor().actor());
    return Api.done();
  }

  private Reply approve(Exchange exchange) {
    RunDetail run = find(exchange, "approve");
    requireAsked(exchange, run);
    Ask ask = new Ask(exchange);
    desk.runs().approve(run.row().id(), step(ask), exchange.visitor().actor(), ask.need("hash"));
    return Api.done();
  }

  private Reply decline(Exchange exchange) {
    RunDetail run = find(exchange, "approve");
    requireAsked(exchange, run);
    Ask ask = new Ask(exchange);
    desk.runs().decline(run.row().id(), step(ask), exchange.visitor().actor(), ask.need("hash"));
    return Api.done();
  }

  private Reply choose(Exchange exchange) {
    RunDetail run = find(exchange, "approve");
    requireAsked(exchange, run);
    Ask ask = new Ask(exchange);
    desk.runs()
        .choose(
            run.row().id(),
            step(ask),
            ask.need("choice"),
            exchange.visitor().actor(),
            ask.find("evidence", ""));
    return Api.done();
  }

  private static void requireAsked(Exchange exchange, RunDetail run) {
    RunDetail.Question question = run.question();
    exchange.requireAmong(run.row().system(), question == null ? List.of() : question.by());
  }

  private static int step(Ask ask) {
    ask.need("step");
    return ask.number("step", -1, -1, 99_999);
  }

  private RunDetail find(Exchange exchange, String verb) {
    String id = exchange.variable("id");
    RunDetail found = desk.runs().get(id);
    if (found == null || !exchange.visitor().may(found.row().system(), "view")) {
      throw Problem.notFound("run " + id);
    }
    exchange.require(found.row().system(), verb);
    return found;
  }

  private Reply runbooks(Exchange exchange) {
    return Api.list("runbooks", desk.runbooks().list(exchange.scope()));
  }

  private Reply runbook(Exchange exchange) {
    return Api.one(findRunbook(exchange, "view"));
  }

  private Reply start(Exchange exchange) {
    RunbookDetail found = findRunbook(exchange, "run");
    Ask ask = new Ask(exchange);
    String id =
        desk.runbooks()
            .start(
                found.row().system(),
                found.row().name(),
                ask.texts("parameters"),
                new Desk.Runbooks.Start(ask.truth("dry"), ask.find("incident")),
                exchange.visitor().actor());
    return started(id);
  }

  private Reply block(Exchange exchange) {
    RunbookDetail found = findRunbook(exchange, "run");
    Ask ask = new Ask(exchange);
    ask.need("line");
    int line = ask.number("line", 0, 1, 999_999);
    String actor = exchange.visitor().actor();
    return started(
        desk.runbooks().startBlock(found.row().system(), found.row().name(), line, actor));
  }

  private static Reply started(String id) {
    return Reply.json(201, Map.of("id", id)).with("Location", "/api/v1/runs/" + id);
  }

  private RunbookDetail findRunbook(Exchange exchange, String verb) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, verb);
    RunbookDetail found = desk.runbooks().get(system, name);
    if (found == null) {
      throw Problem.notFound("runbook " + system + "/" + name);
    }
    return found;
  }
}
