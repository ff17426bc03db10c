package jigi.present.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.ComponentDetail;
import jigi.present.api.view.Desk;

/** Services, and one of them. */
final class ServicePages {
  private final Painter painter;
  private final Desk.Components components;

  ServicePages(Painter painter) {
    this.painter = painter;
    this.components = painter.site().desk().components();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/services", "All components, by system.", this::list),
        Route.get("/services/{system}/{component}", "One component.", this::one),
        Route.post("/services/{system}/{component}/probe", "Runs its probes now.", this::probe));
  }

  private Reply list(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.services");
    ServicesModel model =
        ServicesModel.of(
            components.list(exchange.scope()),
            painter.site().desk().alerts().list(exchange.scope()),
            exchange.find("bad") != null,
            Objects.requireNonNullElse(exchange.find("system"), ""));
    return painter.page(
        exchange,
        Sheet.of("services.jte", "services", "service.css", title),
        Map.of("model", model));
  }

  private Reply one(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "view");
    String name = exchange.variable("component");
    ComponentDetail detail = components.get(system, name);
    if (detail == null) {
      throw Problem.notFound("component " + system + "/" + name);
    }
    Sheet sheet =
        Sheet.of("service.jte", "services", "service.css", name)
            .below(painter.screen(exchange).t("web.nav.services"), "/services")
            .below(system, "/services?system=" + system);
    return painter.page(
        exchange, sheet, Map.of("c", detail, "mayRun", exchange.visitor().may(system, "run")));
  }

  private Reply probe(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "run");
    String name = exchange.variable("component");
    components.probe(system, name, exchange.find("probe"));
    return painter.done(exchange, "/services/" + system + "/" + name, "probed");
  }
}
