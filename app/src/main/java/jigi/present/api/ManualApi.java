package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;

/** The files of manuals. */
public final class ManualApi {
  private final Desk desk;

  ManualApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    String one = "/api/v1/manuals/{system}";
    return List.of(
        Route.get(one, "The files of a manual that can be changed.", this::files),
        Route.get(one + "/file", "A ?file= as it is, and its versions.", this::open),
        Route.post(
            one + "/check",
            "What would come of a {draft} of a {file}: problems, diff.",
            this::check),
        Route.post(
            one + "/write",
            "Writes a {draft} of a {file} while it is still the one {seen}; needs 'edit'.",
            this::write));
  }

  private Reply files(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "edit");
    return Reply.json(Map.of("files", desk.manuals().files(system)));
  }

  private Reply open(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "edit");
    return Api.one(desk.manuals().open(system, exchange.need("file")));
  }

  private Reply check(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "edit");
    Ask ask = new Ask(exchange);
    return Api.one(desk.manuals().check(system, ask.need("file"), ask.find("draft", "")));
  }

  private Reply write(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "edit");
    Ask ask = new Ask(exchange);
    desk.manuals()
        .write(
            system,
            ask.need("file"),
            ask.find("draft", ""),
            ask.need("seen"),
            exchange.visitor().actor());
    return Api.done();
  }
}
