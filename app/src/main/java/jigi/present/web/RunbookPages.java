package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.IncidentDetail;
import jigi.present.api.view.IncidentRow;
import jigi.present.api.view.RunbookDetail;
import org.jspecify.annotations.Nullable;

/** Runbooks, and one of them as its document. */
final class RunbookPages {
  private final Painter painter;
  private final Desk.Runbooks runbooks;

  RunbookPages(Painter painter) {
    this.painter = painter;
    this.runbooks = painter.site().desk().runbooks();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/runbooks", "All runbooks.", this::list),
        Route.get("/runbooks/{system}/{name*}", "A runbook's document.", this::one),
        Route.post("/runbooks/{system}/{name}/run", "Starts a run of it.", this::run),
        Route.post("/runbooks/{system}/{name}/block", "Runs one block, by {line}.", this::block));
  }

  private Reply list(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.runbooks");
    return painter.page(
        exchange,
        Sheet.of("runbooks.jte", "runbooks", "runbook.css", title),
        Map.of("rows", runbooks.list(exchange.scope())));
  }

  private Reply one(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "view");
    RunbookDetail detail = runbooks.get(system, exchange.variable("name"));
    if (detail == null) {
      throw Problem.notFound("runbook " + system + "/" + exchange.variable("name"));
    }
    Sheet sheet =
        Sheet.of("runbook.jte", "runbooks", "runbook.css", detail.row().name())
            .below(painter.screen(exchange).t("web.nav.runbooks"), "/runbooks");
    Map<String, Object> model = new java.util.HashMap<>();
    model.put("d", detail.filled(name -> exchange.find("p-" + name)));
    model.put("mayEdit", exchange.visitor().may(system, "edit"));
    model.put("mayRun", exchange.visitor().may(system, "run"));
    model.put("incident", answered(exchange, system));
    return painter.page(exchange, sheet, model);
  }

  /** The incident from whose page the reader comes, so that the run appears on it. */
  private @Nullable IncidentRow answered(Exchange exchange, String system) {
    String id = exchange.find("incident");
    IncidentDetail detail = id == null ? null : painter.site().desk().incidents().get(id);
    return detail != null && detail.row().system().equals(system) ? detail.row() : null;
  }

  private Reply run(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "run");
    String id =
        runbooks.start(
            system,
            exchange.variable("name"),
            exchange.fields("p-"),
            new Desk.Runbooks.Start(exchange.find("dry") != null, exchange.find("incident")),
            exchange.visitor().actor());
    return painter.done(exchange, "/runs/" + id, "started");
  }

  private Reply block(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "run");
    String text = exchange.need("line");
    try {
      String id =
          runbooks.startBlock(
              system,
              exchange.variable("name"),
              Integer.parseInt(text),
              exchange.visitor().actor());
      return painter.done(exchange, "/runs/" + id, "started");
    } catch (NumberFormatException e) {
      throw Problem.bad("bad-line", "'" + text + "' is no line", "write a number");
    }
  }
}
