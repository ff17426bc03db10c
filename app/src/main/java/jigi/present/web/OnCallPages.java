package jigi.present.web;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.OnCallRow;
import jigi.present.api.view.SystemRow;

/** Who is on call, and the forms by which somebody stands in. */
final class OnCallPages {
  private static final String HERE = "/on-call";

  private final Painter painter;
  private final Desk.OnCall onCall;

  OnCallPages(Painter painter) {
    this.painter = painter;
    this.onCall = painter.site().desk().onCall();
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, "Who is on call, now and in the next two weeks.", this::list),
        Route.post(HERE + "/{system}/{name}", "Lets somebody stand in.", this::add),
        Route.post(HERE + "/overrides/{id}/end", "Ends an override.", this::end));
  }

  private Reply list(Exchange exchange) {
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("oncall.jte", "alerts", "runbook.css", screen.t("web.on-call"))
            .below(screen.t("web.nav.alerts"), "/alerts")
            .still();
    Set<String> mayAct =
        painter.site().desk().systems().list(exchange.scope()).stream()
            .map(SystemRow::system)
            .filter(system -> exchange.visitor().may(system, "run"))
            .collect(Collectors.toSet());
    return painter.page(
        exchange,
        sheet,
        Map.of(
            "rows",
            onCall.schedules(exchange.scope()),
            "overrides",
            onCall.overrides(exchange.scope()),
            "mayAct",
            mayAct));
  }

  private Reply add(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "run");
    ZoneId zone = painter.screen(exchange).zone();
    String reason = exchange.find("reason");
    onCall.override(
        new Desk.OnCall.Standing(
            system,
            exchange.variable("name"),
            exchange.need("person"),
            TypedTime.find(exchange.find("from"), zone),
            TypedTime.instant(exchange.need("until"), zone),
            reason == null ? "" : reason),
        exchange.visitor().actor());
    return painter.done(exchange, HERE, "overridden");
  }

  private Reply end(Exchange exchange) {
    String id = exchange.variable("id");
    OnCallRow.Override found =
        onCall.overrides(exchange.scope()).stream()
            .filter(row -> row.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("override " + id));
    exchange.require(found.system(), "run");
    onCall.end(id, exchange.visitor().actor());
    return painter.done(exchange, HERE, "override-ended");
  }
}
