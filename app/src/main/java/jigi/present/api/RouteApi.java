package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;

/** Where alerts go. */
final class RouteApi {
  private final Desk.Alerts alerts;

  RouteApi(Desk desk) {
    this.alerts = desk.alerts();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/routes",
            "Routes of alerts: conditions, people, channels, escalation.",
            exchange -> Api.list("routes", alerts.routes(exchange.scope()))),
        Route.get(
            "/api/v1/routes/test",
            "Where an alert of {system} with {labels} would go now, and what would keep it from"
                + " people.",
            this::whereTo),
        Route.get(
            "/api/v1/channels",
            "Channels, and whom each reaches.",
            exchange -> Api.list("channels", alerts.channels(exchange.scope()))),
        Route.post(
            "/api/v1/channels/test",
            "Sends a test message by a {channel} of {system} to a {person}.",
            this::test));
  }

  private Reply whereTo(Exchange exchange) {
    String system = exchange.need("system");
    exchange.require(system, "view");
    return Api.one(alerts.whereTo(system, exchange.need("labels")));
  }

  private Reply test(Exchange exchange) {
    Ask ask = new Ask(exchange);
    String system = ask.need("system");
    exchange.require(system, "run");
    String id =
        alerts.test(system, ask.need("channel"), ask.need("person"), exchange.visitor().actor());
    return Reply.json(201, Map.of("id", id)).with("Location", "/api/v1/channels");
  }
}
