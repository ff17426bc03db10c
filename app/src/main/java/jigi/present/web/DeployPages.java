package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.present.api.DeployApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.DeployView;
import jigi.present.api.view.DeploymentDesk;
import jigi.present.api.view.Desk;

/** Deployments: both colours side by side, and the way back in sight. */
final class DeployPages {
  private static final int TAGS = 200;

  private final Painter painter;
  private final Desk desk;

  DeployPages(Painter painter) {
    this.painter = painter;
    this.desk = painter.site().desk();
  }

  List<Route> routes() {
    String one = "/deployments/{system}/{name}";
    return List.of(
        Route.get("/deployments", "All deployments, the worst first.", this::list),
        Route.get(one, "One deployment.", this::one),
        Route.get(one + "/tags", "The versions that its registry has.", this::tags),
        Route.post(one + "/phase", "Begins a phase.", this::phase),
        Route.post(one + "/rollback", "Goes back.", this::rollback),
        Route.post(one + "/scale", "Starts more instances, or ends some.", this::scale),
        Route.post(one + "/freeze", "Freezes it.", this::freeze),
        Route.post(one + "/unfreeze", "Lifts the freeze.", this::unfreeze));
  }

  private Reply list(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.deployments");
    return painter.page(
        exchange,
        Sheet.of("deployments.jte", "deployments", "deploy.css", title),
        Map.of("rows", desk.deployments().list(exchange.scope())));
  }

  private Reply one(Exchange exchange) {
    DeployView.Detail found = DeployApi.one(desk, exchange, "view");
    Sheet sheet =
        Sheet.of("deployment.jte", "deployments", "deploy.css", found.row().title())
            .below(painter.screen(exchange).t("web.nav.deployments"), "/deployments");
    boolean mayRun = exchange.visitor().may(found.row().system(), "run");
    String version = exchange.find("version");
    return painter.page(
        exchange,
        sheet,
        Map.of("d", found, "mayRun", mayRun, "version", version == null ? "" : version));
  }

  private Reply tags(Exchange exchange) {
    DeployView.Detail found = DeployApi.one(desk, exchange, "view");
    DeployView.Row row = found.row();
    boolean takes = found.acts().begin() && exchange.visitor().may(row.system(), "run");
    Sheet sheet =
        Sheet.of(
                "deploytags.jte",
                "deployments",
                "deploy.css",
                painter.screen(exchange).t("web.deploy.tags.short"))
            .below(row.title(), row.path());
    DeployView.Tags tags = desk.deployments().tags(row.system(), row.name(), TAGS);
    return painter.page(exchange, sheet, Map.of("row", row, "t", tags, "takes", takes));
  }

  private Reply phase(Exchange exchange) {
    DeployView.Row row = DeployApi.one(desk, exchange, "run").row();
    String version = exchange.find("version");
    String migration = exchange.find("migration");
    String override = exchange.find("override");
    DeploymentDesk.Asked asked =
        new DeploymentDesk.Asked(
            exchange.need("phase"),
            version == null ? "" : version,
            "",
            "",
            true,
            "",
            override == null ? "" : override,
            migration == null ? "" : migration,
            false);
    String run =
        desk.deployments().begin(row.system(), row.name(), asked, exchange.visitor().actor());
    return painter.done(exchange, "/runs/" + run, "started");
  }

  private Reply scale(Exchange exchange) {
    DeployView.Row row = DeployApi.one(desk, exchange, "run").row();
    String reason = exchange.find("reason");
    String run =
        desk.deployments()
            .scale(
                row.system(),
                row.name(),
                exchange.need("to"),
                reason == null ? "" : reason,
                exchange.visitor().actor());
    return painter.done(exchange, "/runs/" + run, "started");
  }

  private Reply freeze(Exchange exchange) {
    DeployView.Row row = DeployApi.one(desk, exchange, "run").row();
    String actor = exchange.visitor().actor();
    desk.deployments().freeze(row.system(), row.name(), exchange.need("reason"), actor);
    return painter.done(exchange, row.path(), "saved");
  }

  private Reply unfreeze(Exchange exchange) {
    DeployView.Row row = DeployApi.one(desk, exchange, "run").row();
    desk.deployments().unfreeze(row.system(), row.name(), exchange.visitor().actor());
    return painter.done(exchange, row.path(), "saved");
  }

  private Reply rollback(Exchange exchange) {
    DeployView.Row row = DeployApi.one(desk, exchange, "run").row();
    String run = desk.deployments().rollBack(row.system(), row.name(), exchange.visitor().actor());
    return painter.done(exchange, "/runs/" + run, "started");
  }
}
