package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;
import jigi.present.api.prometheus.OpenMetrics;
import jigi.present.api.view.Desk;

/** The process: health, metrics, manuals, the rehearsal's clock. */
final class HouseApi {
  private final Desk.House house;

  HouseApi(Desk desk) {
    this.house = desk.house();
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/-/healthy", "The process answers.", e -> Reply.text("healthy\n")),
        Route.open("GET", "/-/ready", "It can take on work.", this::ready),
        Route.post("/-/reload", "Reads the manuals again.", this::reload),
        Route.get("/metrics", "Jigi's own samples, in Prometheus's text format.", this::metrics),
        Route.get("/api/v1/manuals", "The effective configuration.", this::manuals),
        Route.post("/api/v1/manuals/reload", "Reads the manuals again.", this::reload),
        Route.post(
            "/api/v1/manuals/{system}/check", "Checks a manual as it lies there.", this::check),
        Route.get("/api/v1/mails", "What the demo's mailbox received.", this::mails),
        Route.get("/api/v1/clock", "The time here and the systems' zones.", this::clock),
        Route.post(
            "/api/v1/clock/advance",
            "Moves a rehearsal's clock {by} 5m; with {asleep}, what falls due on the way is found"
                + " late.",
            this::advance));
  }

  private Reply ready(Exchange exchange) {
    String why = house.unready();
    return why.isEmpty()
        ? Reply.text("ready\n")
        : Reply.of(503, "text/plain; charset=utf-8", "not ready: " + why + "\n");
  }

  private Reply reload(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    List<String> problems = house.reload(exchange.visitor().actor());
    if (!problems.isEmpty()) {
      throw new UserError(
              "manual-refused", String.join("\n", problems), "the last good manual stays in force")
          .at(place(problems.getFirst()));
    }
    return Api.done();
  }

  /** A problem's line begins with its place and two spaces. */
  private static String place(String problem) {
    return problem.substring(0, problem.indexOf("  "));
  }

  private Reply check(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "view");
    return Reply.json(Map.of("problems", house.check(system)));
  }

  private Reply metrics(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "view");
    return OpenMetrics.answer(exchange, house.metrics());
  }

  private Reply manuals(Exchange exchange) {
    return Api.one(house.settings(exchange.scope()));
  }

  private Reply mails(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "view");
    return Api.list("mails", house.mails());
  }

  private Reply clock(Exchange exchange) {
    return Reply.json(
        Map.of("now", exchange.now().toString(), "zones", house.zones(exchange.scope())));
  }

  private Reply advance(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    Ask ask = new Ask(exchange);
    var now = house.advance(ask.duration("by"), ask.truth("asleep"), exchange.visitor().actor());
    return Reply.json(Map.of("now", now.toString()));
  }
}
