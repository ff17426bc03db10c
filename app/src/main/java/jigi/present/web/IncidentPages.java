package jigi.present.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.operate.runbook.Prose;
import jigi.present.api.Ask;
import jigi.present.api.IncidentApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.IncidentDesk;
import jigi.present.api.view.IncidentDetail;
import jigi.present.api.view.SystemRow;

/** Incidents, and one of them. */
final class IncidentPages {
  private final Painter painter;
  private final Desk.Incidents incidents;

  IncidentPages(Painter painter) {
    this.painter = painter;
    this.incidents = painter.site().desk().incidents();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/incidents", "Open incidents, or all.", this::list),
        Route.post("/incidents", "Reports what no alert has seen.", this::report),
        Route.get("/incidents/{id}", "One incident.", this::one),
        Route.post("/incidents/{id}/acknowledge", "Takes an incident.", this::acknowledge),
        Route.post("/incidents/{id}/note", "Writes into its timeline.", this::note),
        Route.post("/incidents/{id}/level", "Sets its level.", this::level),
        Route.post("/incidents/{id}/close", "Closes it.", this::close),
        Route.post("/incidents/{id}/step", "Marks a step of its guide.", this::step),
        Route.post("/incidents/{id}/write", "Writes what it is about, or its report.", this::write),
        Route.post("/incidents/{id}/kind", "Says what kind it is.", this::kind),
        Route.post("/incidents/{id}/repaired", "Says that it is repaired.", this::repaired),
        Route.post("/incidents/{id}/follow-up", "Gives somebody a task.", this::followUp),
        Route.post("/incidents/{id}/finish", "Says that a task is done.", this::finish),
        Route.post("/incidents/{id}/publish", "Tells everybody of it.", this::publish),
        Route.post("/incidents/{id}/withdraw", "Tells it no more.", this::withdraw),
        Route.get("/incidents/{id}/room", "Its war room.", this::room),
        Route.post("/incidents/{id}/join", "Comes into its war room.", this::join),
        Route.post("/incidents/{id}/say", "Says something in its war room.", this::say),
        Route.post("/incidents/{id}/draft", "Writes what customers may be told.", this::draft),
        Route.post("/incidents/{id}/decide", "Tells customers, or does not.", this::decide),
        Route.get("/incidents/{id}/report", "Its report.", this::told),
        Route.get(
            "/incidents/{id}/report/export",
            "Its report as a file.",
            exchange ->
                IncidentApi.export(incidents, exchange, painter.screen(exchange).language())));
  }

  private Reply list(Exchange exchange) {
    boolean all = exchange.find("all") != null;
    String title = painter.screen(exchange).t("web.nav.incidents");
    return painter.page(
        exchange,
        Sheet.of("incidents.jte", "incidents", "incident.css", title),
        Map.of(
            "rows",
            incidents.list(exchange.scope(), all),
            "all",
            all,
            "months",
            incidents.months(exchange.scope()),
            "followUps",
            incidents.work().followUps(exchange.scope()),
            "mayAct",
            painter.site().desk().systems().list(exchange.scope()).stream()
                .map(SystemRow::system)
                .filter(system -> exchange.visitor().may(system, "run"))
                .toList()));
  }

  private Reply report(Exchange exchange) {
    String system = exchange.need("system");
    exchange.require(system, "run");
    String id =
        incidents
            .work()
            .report(
                new IncidentDesk.Reported(
                    system,
                    exchange.need("title"),
                    exchange.need("level"),
                    null,
                    exchange.find("run")),
                exchange.visitor().actor());
    return painter.done(exchange, "/incidents/" + id, "reported");
  }

  private Reply one(Exchange exchange) {
    IncidentDetail detail = find(exchange, "view");
    Sheet sheet =
        Sheet.of("incident.jte", "incidents", "incident.css", detail.row().label())
            .below(painter.screen(exchange).t("web.nav.incidents"), "/incidents");
    String system = detail.row().system();
    return painter.page(
        exchange,
        sheet,
        Map.of(
            "d",
            detail,
            "mayAct",
            exchange.visitor().may(system, "run"),
            "mayApprove",
            exchange.visitor().may(system, "approve")));
  }

  private Reply room(Exchange exchange) {
    IncidentDetail detail = find(exchange, "view");
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("warroom.jte", "incidents", "incident.css", screen.t("web.room"))
            .below(screen.t("web.nav.incidents"), "/incidents")
            .below(detail.row().label(), detail.row().path());
    boolean mayAct = exchange.visitor().may(detail.row().system(), "run");
    return painter.page(
        exchange, sheet, Map.of("d", detail, "mayAct", mayAct, "me", exchange.visitor().actor()));
  }

  private Reply join(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents.work().join(detail.row().id(), exchange.visitor().actor());
    return painter.done(exchange, detail.row().path() + "/room", "joined");
  }

  /** Whoever says something is there. */
  private Reply say(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    String text = exchange.need("text");
    incidents.work().join(detail.row().id(), exchange.visitor().actor());
    incidents.note(detail.row().id(), exchange.visitor().actor(), text);
    return painter.done(exchange, detail.row().path() + "/room", "noted");
  }

  private Reply draft(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents
        .work()
        .draft(
            detail.row().id(),
            exchange.need("template"),
            exchange.need("title"),
            exchange.need("text"),
            exchange.visitor().actor());
    return painter.done(exchange, detail.row().path() + "#customers", "customer-draft");
  }

  private Reply decide(Exchange exchange) {
    IncidentDetail detail = find(exchange, "approve");
    int number = new Ask(exchange).number("number", 0, 1, 999);
    boolean approved = exchange.find("discard") == null;
    incidents.work().decide(detail.row().id(), number, approved, exchange.visitor().actor());
    String path = detail.row().path() + "#customers";
    return painter.done(exchange, path, approved ? "announced" : "discarded");
  }

  private Reply acknowledge(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents.acknowledge(detail.row().id(), exchange.visitor().actor());
    return painter.done(exchange, detail.row().path(), "acknowledged");
  }

  private Reply note(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents.note(detail.row().id(), exchange.visitor().actor(), exchange.need("text"));
    return painter.done(exchange, detail.row().path(), "noted");
  }

  private Reply level(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents.level(detail.row().id(), exchange.visitor().actor(), exchange.need("level"));
    return painter.done(exchange, detail.row().path(), "levelled");
  }

  private Reply close(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    String text = Objects.requireNonNullElse(exchange.find("text"), "");
    boolean force = exchange.find("force") != null;
    incidents.close(detail.row().id(), exchange.visitor().actor(), text, force);
    return painter.done(exchange, detail.row().path(), "closed");
  }

  private Reply step(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    int step = new Ask(exchange).number("step", 0, 1, 999);
    boolean done = exchange.find("undone") == null;
    String evidence = Objects.requireNonNullElse(exchange.find("evidence"), "");
    incidents.work().tick(detail.row().id(), step, done, evidence, exchange.visitor().actor());
    return painter.done(exchange, detail.row().path() + "#steps", "ticked");
  }

  private Reply write(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    String field = exchange.need("field");
    int version = new Ask(exchange).number("version", 0, 0, 99_999);
    incidents
        .work()
        .write(
            detail.row().id(), field, exchange.need("text"), version, exchange.visitor().actor());
    String path = detail.row().path();
    return painter.done(exchange, field.equals("report") ? path + "/report" : path, "saved");
  }

  private Reply kind(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents.work().kind(detail.row().id(), exchange.need("kind"), exchange.visitor().actor());
    return painter.done(exchange, detail.row().path(), "kind");
  }

  private Reply repaired(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents.work().repaired(detail.row().id(), exchange.visitor().actor());
    return painter.done(exchange, detail.row().path(), "repaired");
  }

  private Reply publish(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents
        .work()
        .publish(
            detail.row().id(),
            new IncidentDesk.Told(
                exchange.find("title"),
                exchange.all("affects"),
                exchange.need("stage"),
                exchange.need("text")),
            exchange.visitor().actor());
    return painter.done(exchange, detail.row().path() + "#everybody", "published");
  }

  private Reply withdraw(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents.work().withdraw(detail.row().id(), exchange.visitor().actor());
    return painter.done(exchange, detail.row().path() + "#everybody", "withdrawn");
  }

  private Reply followUp(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    incidents
        .work()
        .followUp(
            detail.row().id(),
            exchange.need("task"),
            exchange.need("person"),
            IncidentApi.day(exchange.need("due")),
            exchange.visitor().actor());
    return painter.done(exchange, detail.row().path() + "#follow-ups", "followed");
  }

  private Reply finish(Exchange exchange) {
    IncidentDetail detail = find(exchange, "run");
    int number = new Ask(exchange).number("number", 0, 1, 999);
    incidents.work().finish(detail.row().id(), number, exchange.visitor().actor());
    return painter.done(exchange, detail.row().path() + "#follow-ups", "finished");
  }

  private Reply told(Exchange exchange) {
    IncidentDetail detail = find(exchange, "view");
    Screen screen = painter.screen(exchange);
    String markdown =
        Objects.requireNonNull(
            incidents.work().text(detail.row().id(), IncidentDesk.Format.MD, screen.language()));
    Sheet sheet =
        Sheet.of("incidentreport.jte", "incidents", "incident.css", screen.t("web.incident.report"))
            .below(screen.t("web.nav.incidents"), "/incidents")
            .below(detail.row().label(), detail.row().path())
            .still();
    return painter.page(
        exchange,
        sheet,
        Map.of(
            "d",
            detail,
            "markdown",
            markdown,
            "html",
            Prose.html(markdown),
            "mayAct",
            exchange.visitor().may(detail.row().system(), "run")));
  }

  private IncidentDetail find(Exchange exchange, String verb) {
    return IncidentApi.find(incidents, exchange, verb);
  }
}
