package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;
import jigi.present.api.view.Desk;

/** The effective configuration, and the demo's mailbox. */
final class SettingsPages {
  private final Painter painter;
  private final Desk.House house;

  SettingsPages(Painter painter) {
    this.painter = painter;
    this.house = painter.site().desk().house();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/settings", "The effective configuration.", this::settings),
        Route.post("/settings/reload", "Reads the manuals again.", this::reload),
        Route.get("/mailbox", "What the demo's mailbox received.", this::mailbox));
  }

  private Reply settings(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.settings");
    return painter.page(
        exchange,
        Sheet.of("settings.jte", "settings", "runbook.css", title),
        Map.of(
            "v",
            house.settings(exchange.scope()),
            "mayEdit",
            exchange.visitor().may(Visitor.HOUSE, "edit")));
  }

  private Reply reload(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    List<String> problems = house.reload(exchange.visitor().actor());
    if (!problems.isEmpty()) {
      throw new UserError(
          "manual-refused", String.join("\n", problems), "the last good manual stays in force");
    }
    return painter.done(exchange, "/settings", "reloaded");
  }

  private Reply mailbox(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "view");
    if (!house.hasMailbox()) {
      throw Problem.notFound("mailbox here");
    }
    String title = painter.screen(exchange).t("web.nav.mailbox");
    return painter.page(
        exchange,
        Sheet.of("mailbox.jte", "mailbox", "runbook.css", title),
        Map.of("mails", house.mails()));
  }
}
