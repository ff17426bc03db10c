package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.RuleDetail;

/** Rules, and one of them. */
final class RulePages {
  private final Painter painter;
  private final Desk.Rules rules;

  RulePages(Painter painter) {
    this.painter = painter;
    this.rules = painter.site().desk().rules();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/rules", "All rules in force.", this::list),
        Route.get(
            "/rules/{system}/{rest*}",
            "One rule; ?replay=1 tells how often it would have fired.",
            this::one));
  }

  private Reply list(Exchange exchange) {
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("rules.jte", "alerts", "service.css", screen.t("web.rules"))
            .below(screen.t("web.nav.alerts"), "/alerts");
    return painter.page(exchange, sheet, Map.of("rows", rules.list(exchange.scope())));
  }

  private Reply one(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "view");
    String key = system + "/" + exchange.variable("rest");
    RuleDetail detail = rules.get(key, exchange.find("replay") != null);
    if (detail == null) {
      throw Problem.notFound("rule " + key);
    }
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("rule.jte", "alerts", "service.css", detail.row().name())
            .below(screen.t("web.nav.alerts"), "/alerts")
            .below(screen.t("web.rules"), "/rules");
    return painter.page(
        exchange, detail.replay() == null ? sheet : sheet.still(), Map.of("d", detail));
  }
}
