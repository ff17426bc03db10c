package jigi.present.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.TargetsWanted;

/** What is scraped, and what was found and dropped. */
final class TargetPages {
  private final Painter painter;
  private final Desk.Targets targets;

  TargetPages(Painter painter) {
    this.painter = painter;
    this.targets = painter.site().desk().targets();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/targets", "Targets of scraping, the worst first; ?bad=1 ?q=", this::list));
  }

  private Reply list(Exchange exchange) {
    TargetsWanted wanted =
        new TargetsWanted(
            null,
            Objects.requireNonNullElse(exchange.find("q"), "").strip(),
            exchange.find("bad") != null);
    Screen screen = painter.screen(exchange);
    return painter.page(
        exchange,
        Sheet.of("targets.jte", "services", "service.css", screen.t("web.targets"))
            .below(screen.t("web.nav.services"), "/services"),
        Map.of("m", TargetsModel.of(targets.find(exchange.scope(), wanted), wanted)));
  }
}
