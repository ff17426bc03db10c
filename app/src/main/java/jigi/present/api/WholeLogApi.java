package jigi.present.api;

import java.util.List;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.WholeLog;

/** Logs as they lie there. They may tell of people, so they are for those who may act. */
final class WholeLogApi {
  private static final int USUAL = 100;
  private static final int FEW = 20;
  private static final int MOST = 1000;

  private final Desk.Logs logs;

  WholeLogApi(Desk desk) {
    this.logs = desk.logs();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/logs/places",
            "The logs that can be read as a whole.",
            exchange -> Api.list("places", logs.places(exchange.scope()))),
        Route.get(
            "/api/v1/logs/whole",
            "The last lines of a log that contain a text, or match /a regular expression/, and how"
                + " much was searched; ?system= ?component= ?probe= ?q= ?level= (at least) ?from="
                + " ?until= (of the lines' own times) ?lines=100 ?after= (the mark of an earlier"
                + " answer: what was written since)",
            this::read),
        Route.get(
            "/api/v1/logs/everywhere",
            "The same through all logs that may be read, rotated files too, the logs with the most"
                + " lines first; ?system= ?component= ?q= ?level= ?from= ?until= ?lines=20 of each",
            this::everywhere));
  }

  private Reply everywhere(Exchange exchange) {
    Ask ask = new Ask(exchange);
    WholeLog.Everywhere wanted =
        new WholeLog.Everywhere(
            ask.find("system", ""),
            ask.find("component", ""),
            ask.find("q", ""),
            ask.find("level", ""),
            time(ask),
            ask.number("lines", FEW, 1, MOST));
    return Api.list(
        "logs", logs.everywhere(system -> exchange.visitor().may(system, "run"), wanted));
  }

  private static WholeLog.Time time(Ask ask) {
    return new WholeLog.Time(ask.instant("from"), ask.instant("until"));
  }

  private Reply read(Exchange exchange) {
    Ask ask = new Ask(exchange);
    String system = ask.need("system");
    exchange.require(system, "run");
    return Api.one(
        logs.read(
            new WholeLog.Wanted(
                system,
                ask.need("component"),
                ask.find("probe", ""),
                ask.find("q", ""),
                ask.find("level", ""),
                time(ask),
                ask.number("lines", USUAL, 1, MOST),
                ask.find("after", ""))));
  }
}
