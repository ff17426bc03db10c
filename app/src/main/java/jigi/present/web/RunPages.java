package jigi.present.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import jigi.present.api.ActApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;
import jigi.present.api.view.Desk;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/** Runs, and one of them with its steps, its output and its questions. */
final class RunPages {
  private static final int LISTED = 100;
  private static final int LONGEST_SEARCH = 200;

  private final Painter painter;
  private final Desk.Runs runs;

  RunPages(Painter painter) {
    this.painter = painter;
    this.runs = painter.site().desk().runs();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/runs", "Runs, newest first.", this::list),
        Route.post("/runs/hold", "Holds automatic runs back.", this::hold),
        Route.post("/runs/allow", "Lets automatic runs start.", this::allow),
        Route.get("/runs/{id}", "One run.", this::one),
        Route.get(
            "/runs/{id}/output", "The output of an attempt, or of all, as it is.", this::output),
        Route.get("/runs/{id}/live", "Server-sent events: output as it comes.", this::live),
        Route.post("/runs/{id}/cancel", "Cancels it.", this::cancel),
        Route.post("/runs/{id}/approve", "Approves a step.", this::approve),
        Route.post("/runs/{id}/decline", "Declines a step.", this::decline),
        Route.post("/runs/{id}/choose", "Decides how it goes on.", this::choose));
  }

  private Reply list(Exchange exchange) {
    String state = exchange.find("state");
    boolean deliveries = exchange.find("deliveries") != null;
    String system = exchange.find("system");
    Instant before = ActApi.before(exchange);
    String title = painter.screen(exchange).t("web.nav.runs");
    List<RunRow> rows =
        runs.list(
            exchange.scope(),
            new Desk.Runs.Wanted(
                system == null || system.isEmpty() ? null : system, state, deliveries, before),
            LISTED);
    RunsModel.Choice choice =
        new RunsModel.Choice(
            Objects.requireNonNullElse(system, ""),
            Objects.requireNonNullElse(state, ""),
            deliveries,
            before != null);
    RunsModel model = new RunsModel(rows, choice, automation(exchange), rows.size() == LISTED);
    return painter.page(
        exchange, Sheet.of("runs.jte", "runs", "run.css", title), Map.of("m", model));
  }

  private RunsModel.Automation automation(Exchange exchange) {
    List<String> systems =
        List.copyOf(new TreeSet<>(painter.site().desk().house().zones(exchange.scope()).keySet()));
    return new RunsModel.Automation(
        systems,
        systems.stream().filter(one -> exchange.visitor().may(one, "run")).toList(),
        exchange.visitor().may(Visitor.HOUSE, "run"),
        runs.held(exchange.scope()));
  }

  private @Nullable String switched(Exchange exchange, String verb) {
    return ActApi.switched(painter.site().desk(), exchange, exchange.find("system"), verb);
  }

  private Reply hold(Exchange exchange) {
    runs.hold(switched(exchange, "run"), exchange.visitor().actor());
    return painter.done(exchange, "/runs", "held");
  }

  private Reply allow(Exchange exchange) {
    runs.allow(switched(exchange, "approve"), exchange.visitor().actor());
    return painter.done(exchange, "/runs", "allowed");
  }

  private Reply one(Exchange exchange) {
    RunDetail detail = find(exchange, "view");
    StepRow step = step(detail, exchange.find("step"));
    StepRow.AttemptRow attempt = attempt(step, exchange.find("attempt"));
    String system = detail.row().system();
    RunModel.May may =
        new RunModel.May(exchange.visitor().may(system, "run"), mayAnswer(exchange, detail));
    RunReader reader = new RunReader(runs::output, detail);
    RunModel.Output output =
        attempt == null || !may.run()
            ? RunModel.Output.NONE
            : reader.stretch(attempt, offset(exchange.find("at")));
    String text = wanted(exchange);
    RunModel.Hits hits = text.isEmpty() || !may.run() ? null : reader.find(text);
    Sheet sheet =
        Sheet.of("run.jte", "runs", "run.css", "#" + detail.row().number())
            .below(painter.screen(exchange).t("web.nav.runs"), "/runs")
            .below(detail.row().name(), "/runbooks/" + system + "/" + detail.row().name());
    RunModel model = new RunModel(detail, step, attempt, output, hits, may);
    // What was looked for stands still while it is read.
    return painter.page(exchange, hits == null ? sheet : sheet.still(), Map.of("m", model));
  }

  private static boolean mayAnswer(Exchange exchange, RunDetail detail) {
    RunDetail.Question question = detail.question();
    String system = detail.row().system();
    return exchange.visitor().may(system, "approve")
        && exchange.visitor().isAmong(system, question == null ? List.of() : question.by());
  }

  private static String wanted(Exchange exchange) {
    String text = Objects.requireNonNullElse(exchange.find("find"), "").strip();
    return text.substring(0, Math.min(LONGEST_SEARCH, text.length()));
  }

  /** What is no offset names none. */
  private static @Nullable Long offset(@Nullable String asked) {
    return asked != null && asked.matches("[0-9]{1,15}") ? Long.valueOf(asked) : null;
  }

  private static StepRow step(RunDetail detail, @Nullable String asked) {
    int index = detail.focus();
    if (asked != null && asked.chars().allMatch(Character::isDigit) && asked.length() < 6) {
      index = Integer.parseInt(asked);
    }
    if (index >= detail.steps().size()) {
      throw Problem.notFound("step " + index + " in this run");
    }
    return detail.steps().get(index);
  }

  private static StepRow.@Nullable AttemptRow attempt(StepRow step, @Nullable String asked) {
    StepRow.AttemptRow last = null;
    StepRow.AttemptRow spoke = null;
    for (StepRow.AttemptRow attempt : step.attempts()) {
      if (attempt.id().equals(asked)) {
        return attempt;
      }
      last = attempt;
      spoke = attempt.size() > 0 || attempt.ended() == null ? attempt : spoke;
    }
    return spoke == null ? last : spoke;
  }

  private Reply output(Exchange exchange) {
    RunReader reader = new RunReader(runs::output, find(exchange, "run"));
    Screen screen = painter.screen(exchange);
    String attempt = exchange.find("attempt");
    return new Reply.Stream(
        "text/plain; charset=utf-8",
        out -> {
          if (attempt == null) {
            reader.write(out, screen);
          } else {
            reader.write(out, screen, attempt);
          }
        });
  }

  private Reply live(Exchange exchange) {
    RunDetail detail = find(exchange, "run");
    String resumed = exchange.header("last-event-id");
    Long from = offset(resumed == null ? exchange.find("from") : resumed);
    String attempt = exchange.need("attempt");
    LiveLog log =
        new LiveLog(
            at -> runs.output(detail.row().id(), attempt, at, RunReader.STRETCH),
            painter.screen(exchange),
            from == null ? 0 : from);
    return new Reply.Stream("text/event-stream", log::write);
  }

  private Reply cancel(Exchange exchange) {
    RunDetail detail = find(exchange, "run");
    runs.cancel(detail.row().id(), exchange.visitor().actor());
    return painter.done(exchange, detail.row().path(), "cancelling");
  }

  private Reply approve(Exchange exchange) {
    RunDetail detail = find(exchange, "approve");
    requireAsked(exchange, detail);
    runs.approve(
        detail.row().id(), number(exchange), exchange.visitor().actor(), exchange.need("hash"));
    return painter.done(exchange, detail.row().path(), "approved");
  }

  private Reply decline(Exchange exchange) {
    RunDetail detail = find(exchange, "approve");
    requireAsked(exchange, detail);
    runs.decline(
        detail.row().id(), number(exchange), exchange.visitor().actor(), exchange.need("hash"));
    return painter.done(exchange, detail.row().path(), "declined");
  }

  private Reply choose(Exchange exchange) {
    RunDetail detail = find(exchange, "approve");
    requireAsked(exchange, detail);
    String evidence = Objects.requireNonNullElse(exchange.find("evidence"), "");
    runs.choose(
        detail.row().id(),
        number(exchange),
        exchange.need("choice"),
        exchange.visitor().actor(),
        evidence);
    return painter.done(exchange, detail.row().path(), "chosen");
  }

  private static void requireAsked(Exchange exchange, RunDetail detail) {
    RunDetail.Question question = detail.question();
    exchange.requireAmong(detail.row().system(), question == null ? List.of() : question.by());
  }

  private static int number(Exchange exchange) {
    String step = exchange.need("step");
    if (!step.matches("-?[0-9]{1,5}")) {
      throw Problem.bad("bad-step", "'" + step + "' is not a step's number", "reload the page");
    }
    return Integer.parseInt(step);
  }

  private RunDetail find(Exchange exchange, String verb) {
    String id = exchange.variable("id");
    RunDetail detail = runs.get(id);
    if (detail == null || !exchange.visitor().may(detail.row().system(), "view")) {
      throw Problem.notFound("run " + id);
    }
    exchange.require(detail.row().system(), verb);
    return detail;
  }
}
