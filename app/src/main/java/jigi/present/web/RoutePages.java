package jigi.present.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.RouteView;
import jigi.present.api.view.SystemRow;
import org.jspecify.annotations.Nullable;

/** Where alerts go, the question where one would go, and test messages. */
final class RoutePages {
  private static final String HERE = "/routes";

  private final Painter painter;
  private final Desk.Alerts alerts;

  RoutePages(Painter painter) {
    this.painter = painter;
    this.alerts = painter.site().desk().alerts();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            HERE,
            "Where alerts go; ?system= and ?labels= ask where one with these labels would.",
            this::list),
        Route.post(HERE + "/test", "Sends a test message.", this::test));
  }

  private Reply list(Exchange exchange) {
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("routes.jte", "alerts", "runbook.css", screen.t("web.routes"))
            .below(screen.t("web.nav.alerts"), "/alerts")
            .still();
    List<String> systems =
        painter.site().desk().systems().list(exchange.scope()).stream()
            .map(SystemRow::system)
            .toList();
    String system = Objects.requireNonNullElse(exchange.find("system"), "");
    String labels = Objects.requireNonNullElse(exchange.find("labels"), "");
    Map<String, Object> model = new HashMap<>();
    model.put("rows", alerts.routes(exchange.scope()));
    model.put("channels", alerts.channels(exchange.scope()));
    model.put("systems", systems);
    model.put(
        "mayAct", systems.stream().filter(one -> exchange.visitor().may(one, "run")).toList());
    model.put("asked", new RoutesAsked(system, labels, answer(exchange, system, labels)));
    return painter.page(exchange, sheet, model);
  }

  private RouteView.@Nullable Answer answer(Exchange exchange, String system, String labels) {
    if (system.isEmpty() || labels.isBlank()) {
      return null;
    }
    exchange.require(system, "view");
    return alerts.whereTo(system, labels);
  }

  private Reply test(Exchange exchange) {
    String system = exchange.need("system");
    exchange.require(system, "run");
    alerts.test(
        system, exchange.need("channel"), exchange.need("person"), exchange.visitor().actor());
    return painter.done(exchange, HERE, "tested");
  }
}
