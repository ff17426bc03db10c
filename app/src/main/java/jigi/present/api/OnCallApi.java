package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.OnCallRow;

/** Who is on call. */
final class OnCallApi {
  private final Desk.OnCall onCall;

  OnCallApi(Desk desk) {
    this.onCall = desk.onCall();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/on-call",
            "Schedules: who is on call now, who is next, and the next two weeks.",
            exchange -> Api.list("on-call", onCall.schedules(exchange.scope()))),
        Route.get(
            "/api/v1/on-call/overrides",
            "Who stands in, those of the last month included.",
            exchange -> Api.list("overrides", onCall.overrides(exchange.scope()))),
        Route.post(
            "/api/v1/on-call/overrides",
            "Lets {person} stand in on {schedule} of {system} {from} a time {until} another one,"
                + " with a {reason}.",
            this::add),
        Route.post("/api/v1/on-call/overrides/{id}/end", "Ends an override.", this::end));
  }

  private Reply add(Exchange exchange) {
    Ask ask = new Ask(exchange);
    String system = ask.need("system");
    exchange.require(system, "run");
    String id =
        onCall.override(
            new Desk.OnCall.Standing(
                system,
                ask.need("schedule"),
                ask.need("person"),
                ask.find("from"),
                ask.need("until"),
                ask.find("reason", "")),
            exchange.visitor().actor());
    return Reply.json(201, Map.of("id", id)).with("Location", "/api/v1/on-call/overrides");
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
    return Api.done();
  }
}
