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
import jigi.present.api.view.SystemDetail;

/** Services: all of them, one system, its architecture, one component. */
final class ServicePages {
  private final Painter painter;
  private final Desk.Systems systems;
  private final Desk.Components components;

  ServicePages(Painter painter) {
    this.painter = painter;
    this.systems = painter.site().desk().systems();
    this.components = painter.site().desk().components();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/services", "All systems, the worst first; ?bad=1 ?q=", this::list),
        Route.get("/services/{system}", "One system; ?q= ?page=", this::system),
        Route.get("/architecture/{system}", "What of it stands on what.", this::architecture),
        Route.get("/services/{system}/{component}", "One component.", this::one),
        Route.post("/services/{system}/{component}/probe", "Runs its probes now.", this::probe));
  }

  private Reply list(Exchange exchange) {
    String of = Objects.requireNonNullElse(exchange.find("system"), "");
    if (!of.isEmpty()) {
      return Reply.seeOther("/services/" + jigi.present.api.http.Urls.encode(of));
    }
    String title = painter.screen(exchange).t("web.nav.services");
    ServicesModel model =
        ServicesModel.of(
            systems.list(exchange.scope()),
            components.list(exchange.scope()),
            painter.site().desk().alerts().list(exchange.scope()),
            new ServicesModel.Filter(exchange.find("bad") != null, words(exchange)));
    return painter.page(
        exchange,
        Sheet.of("services.jte", "services", "service.css", title),
        Map.of("model", model));
  }

  private static String words(Exchange exchange) {
    return Objects.requireNonNullElse(exchange.find("q"), "").strip();
  }

  private Reply system(Exchange exchange) {
    SystemDetail detail = detail(exchange);
    return painter.page(
        exchange,
        Sheet.of("system.jte", "services", "service.css", detail.row().title())
            .below(painter.screen(exchange).t("web.nav.services"), "/services"),
        Map.of("m", SystemModel.of(detail, words(exchange), wanted(exchange))));
  }

  /** Which page of a long list is asked for, from 1. */
  static int wanted(Exchange exchange) {
    String page = exchange.find("page");
    return page != null && page.matches("[0-9]{1,6}") ? Integer.parseInt(page) : 1;
  }

  private Reply architecture(Exchange exchange) {
    SystemDetail detail = detail(exchange);
    Screen screen = painter.screen(exchange);
    return painter.page(
        exchange,
        Sheet.of("architecture.jte", "services", "architecture.css", screen.t("web.architecture"))
            .below(screen.t("web.nav.services"), "/services")
            .below(detail.row().title(), detail.row().path()),
        Map.of("d", detail, "plan", Blueprint.of(detail)));
  }

  private SystemDetail detail(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "view");
    SystemDetail detail = systems.get(system);
    if (detail == null) {
      throw Problem.notFound("system " + system);
    }
    return detail;
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
            .below(system, "/services/" + system);
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
