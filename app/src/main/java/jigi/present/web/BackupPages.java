package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.present.api.BackupApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.BackupView;
import jigi.present.api.view.Desk;

/** Plans, their backups, and the restoring of one. */
final class BackupPages {
  private final Painter painter;
  private final Desk desk;

  BackupPages(Painter painter) {
    this.painter = painter;
    this.desk = painter.site().desk();
  }

  List<Route> routes() {
    String plan = "/backups/{system}/{name}";
    String one = "/backups/files/{id}";
    return List.of(
        Route.get("/backups", "All plans, the worst first.", this::list),
        Route.get(one, "One backup.", this::backup),
        Route.post(one + "/verify", "Reads it back.", this::verify),
        Route.post(one + "/drill", "Restores it into a scratch server.", this::drillOf),
        Route.post(one + "/restore", "Restores it.", this::restore),
        Route.get(plan, "One plan.", this::plan),
        Route.post(plan + "/run", "Begins a backup.", this::run),
        Route.post(plan + "/drill", "Begins a drill.", this::drill));
  }

  private Reply list(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.backups");
    return painter.page(
        exchange,
        Sheet.of("backups.jte", "backups", "backup.css", title),
        Map.of("rows", desk.backups().list(exchange.scope())));
  }

  private Reply plan(Exchange exchange) {
    BackupView.Detail found = BackupApi.plan(desk, exchange, "view");
    Sheet sheet =
        Sheet.of("plan.jte", "backups", "backup.css", found.row().title())
            .below(painter.screen(exchange).t("web.nav.backups"), "/backups");
    boolean mayRun = exchange.visitor().may(found.row().system(), "run");
    return painter.page(exchange, sheet, Map.of("d", found, "mayRun", mayRun));
  }

  private Reply backup(Exchange exchange) {
    BackupView.Entry found = BackupApi.backup(desk, exchange, "view");
    String path = "/backups/" + found.system() + "/" + found.plan();
    Sheet sheet =
        Sheet.of("backup.jte", "backups", "backup.css", found.name())
            .below(painter.screen(exchange).t("web.nav.backups"), "/backups")
            .below(found.plan(), path)
            .still();
    boolean mayRun = exchange.visitor().may(found.system(), "run");
    return painter.page(exchange, sheet, Map.of("b", found, "mayRun", mayRun));
  }

  private Reply run(Exchange exchange) {
    BackupView.Row row = BackupApi.plan(desk, exchange, "run").row();
    return begun(
        exchange, desk.backups().run(row.system(), row.name(), exchange.visitor().actor()));
  }

  private Reply drill(Exchange exchange) {
    BackupView.Row row = BackupApi.plan(desk, exchange, "run").row();
    return begun(
        exchange, desk.backups().drill(row.system(), row.name(), null, exchange.visitor().actor()));
  }

  private Reply drillOf(Exchange exchange) {
    BackupView.Entry found = BackupApi.backup(desk, exchange, "run");
    String actor = exchange.visitor().actor();
    return begun(exchange, desk.backups().drill(found.system(), found.plan(), found.id(), actor));
  }

  private Reply verify(Exchange exchange) {
    BackupView.Entry found = BackupApi.backup(desk, exchange, "run");
    return begun(exchange, desk.backups().verify(found.id(), exchange.visitor().actor()));
  }

  private Reply restore(Exchange exchange) {
    BackupView.Entry found = BackupApi.backup(desk, exchange, "run");
    String typed = exchange.find("confirm");
    String confirm = typed == null || typed.isBlank() ? null : typed;
    return begun(
        exchange,
        desk.backups()
            .restore(found.id(), exchange.need("to"), confirm, exchange.visitor().actor()));
  }

  private Reply begun(Exchange exchange, String run) {
    return painter.done(exchange, "/runs/" + run, "started");
  }
}
