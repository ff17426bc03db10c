package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;

/** The first page, and the phone's page of everything else. */
final class NowPages {
  private final Painter painter;

  NowPages(Painter painter) {
    this.painter = painter;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/", "What needs somebody now.", this::now),
        Route.get("/more", "The rest of the menu.", this::more));
  }

  private Reply now(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.now");
    return painter.page(
        exchange,
        Sheet.of("now.jte", "now", "now.css", title),
        Map.of(
            "now", painter.site().desk().overview().now(exchange.scope()),
            "held", painter.site().desk().runs().held(exchange.scope())));
  }

  private Reply more(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.more");
    return painter.page(exchange, Sheet.of("more.jte", "more", "", title), Map.of());
  }
}
