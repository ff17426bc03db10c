package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.SilenceRow;
import org.jspecify.annotations.Nullable;

/** Silences. */
final class SilenceApi {
  private final Desk.Alerts alerts;

  SilenceApi(Desk desk) {
    this.alerts = desk.alerts();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/silences", "Silences, those of the last month included.", this::list),
        Route.post(
            "/api/v1/silences",
            "Silences alerts of {system} by {matchers} {for} a while, {from} a time on or at once,"
                + " with a {reason}; {each} and {each-for} for a recurring one.",
            this::add),
        Route.post("/api/v1/silences/{id}/end", "Ends a silence.", this::end));
  }

  private Reply list(Exchange exchange) {
    return Api.list("silences", alerts.silences(exchange.scope()));
  }

  private Reply add(Exchange exchange) {
    Ask ask = new Ask(exchange);
    String system = ask.need("system");
    exchange.require(system, "run");
    String each = ask.find("each");
    String id =
        alerts.silence(
            new Desk.Alerts.Silencing(
                system,
                ask.need("matchers"),
                ask.need("reason"),
                ask.find("from"),
                ask.duration("for"),
                each,
                each == null ? null : ask.duration("each-for")),
            exchange.visitor().actor());
    return Reply.json(201, Map.of("id", id)).with("Location", "/api/v1/silences");
  }

  private Reply end(Exchange exchange) {
    String id = exchange.variable("id");
    @Nullable SilenceRow found =
        alerts.silences(exchange.scope()).stream()
            .filter(row -> row.id().equals(id))
            .findFirst()
            .orElse(null);
    if (found == null) {
      throw Problem.notFound("silence " + id);
    }
    exchange.require(found.system(), "run");
    alerts.unsilence(id, exchange.visitor().actor());
    return Api.done();
  }
}
