package jigi.present.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.AlertDetail;
import jigi.present.api.view.Desk;

/** Alerts, and one of them. */
final class AlertPages {
  private final Painter painter;
  private final Desk.Alerts alerts;

  AlertPages(Painter painter) {
    this.painter = painter;
    this.alerts = painter.site().desk().alerts();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/alerts",
            "Alerts that are pending, firing or lately resolved; ?state= ?q= ?page=",
            this::list),
        Route.get("/alerts/{id}", "One alert.", this::one),
        Route.post("/alerts/{id}/acknowledge", "Takes an alert.", this::acknowledge));
  }

  private Reply list(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.alerts");
    AlertsModel.Asked asked =
        new AlertsModel.Asked(
            Objects.requireNonNullElse(exchange.find("state"), ""),
            Objects.requireNonNullElse(exchange.find("q"), "").strip(),
            ServicePages.wanted(exchange));
    return painter.page(
        exchange,
        Sheet.of("alerts.jte", "alerts", "service.css", title),
        Map.of("model", AlertsModel.of(alerts.list(exchange.scope()), asked)));
  }

  private Reply one(Exchange exchange) {
    AlertDetail detail = find(exchange, "view");
    Sheet sheet =
        Sheet.of("alert.jte", "alerts", "service.css", detail.row().rule())
            .below(painter.screen(exchange).t("web.nav.alerts"), "/alerts");
    boolean mayAct = exchange.visitor().may(detail.row().system(), "run");
    return painter.page(exchange, sheet, Map.of("a", detail, "mayAct", mayAct));
  }

  private Reply acknowledge(Exchange exchange) {
    AlertDetail detail = find(exchange, "run");
    alerts.acknowledge(detail.row().id(), exchange.visitor().actor());
    return painter.done(exchange, detail.row().path(), "acknowledged");
  }

  private AlertDetail find(Exchange exchange, String verb) {
    String id = exchange.variable("id");
    AlertDetail detail = alerts.get(id);
    if (detail == null || !exchange.visitor().may(detail.row().system(), "view")) {
      throw Problem.notFound("alert " + id);
    }
    exchange.require(detail.row().system(), verb);
    return detail;
  }
}
