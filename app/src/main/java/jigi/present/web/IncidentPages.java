package jigi.present.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
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
        Route.post("/incidents/{id}/close", "Closes it.", this::close));
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
        incidents.report(
            system, exchange.need("title"), exchange.need("level"), exchange.visitor().actor());
    return painter.done(exchange, "/incidents/" + id, "reported");
  }

  private Reply one(Exchange exchange) {
    IncidentDetail detail = find(exchange, "view");
    Sheet sheet =
        Sheet.of("incident.jte", "incidents", "incident.css", detail.row().label())
            .below(painter.screen(exchange).t("web.nav.incidents"), "/incidents");
    boolean mayAct = exchange.visitor().may(detail.row().system(), "run");
    return painter.page(exchange, sheet, Map.of("d", detail, "mayAct", mayAct));
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
    incidents.close(detail.row().id(), exchange.visitor().actor(), text);
    return painter.done(exchange, detail.row().path(), "closed");
  }

  private IncidentDetail find(Exchange exchange, String verb) {
    String id = exchange.variable("id");
    IncidentDetail detail = incidents.get(id);
    if (detail == null || !exchange.visitor().may(detail.row().system(), "view")) {
      throw Problem.notFound("incident " + id);
    }
    exchange.require(detail.row().system(), verb);
    return detail;
  }
}
