package jigi.present.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.present.api.BackupApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.BackupView;
import jigi.present.api.view.Desk;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.StepRow;

/** Plans, their backups, and the restoring of one. */
final class BackupPages {
  private static final int SAID_BYTES = 16 * 1024;
  private static final Set<String> ACTS = Set.of("backup", "drill", "restore", "verify", "adopt");

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
        Route.get(one + "/restore", "What a restore will do.", this::outline),
        Route.post(one + "/restore", "Restores it.", this::restore),
        Route.get("/backups/runs/{id}", "How far an act has come, and what came of it.", this::act),
        Route.get(plan, "One plan.", this::plan),
        Route.get(plan + "/retention", "What its rules would do now.", this::retention),
        Route.post(plan + "/run", "Begins a backup.", this::run),
        Route.post(plan + "/drill", "Begins a drill.", this::drill),
        Route.post(plan + "/point", "Drills or restores a point in time.", this::point),
        Route.post(one + "/hold", "Keeps it whatever the rules say.", this::hold),
        Route.post(one + "/release", "Lets the rules hold for it.", this::release));
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

  private Reply retention(Exchange exchange) {
    BackupView.Row row = BackupApi.plan(desk, exchange, "view").row();
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("retention.jte", "backups", "backup.css", screen.t("web.backup.retention"))
            .below(screen.t("web.nav.backups"), "/backups")
            .below(row.title(), row.path())
            .still();
    return painter.page(
        exchange, sheet, Map.of("copies", desk.backups().kept(row.system(), row.name())));
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

  /** Without a folder it is tried on a scratch server. */
  private Reply point(Exchange exchange) {
    BackupView.Row row = BackupApi.plan(desk, exchange, "run").row();
    String actor = exchange.visitor().actor();
    String point =
        "time:" + TypedTime.instant(exchange.need("at"), painter.screen(exchange).zone());
    String given = exchange.find("to");
    String to = given == null ? "" : given.strip();
    String typed = exchange.find("confirm");
    String confirm = typed == null || typed.isBlank() ? null : typed.strip();
    return begun(
        exchange,
        to.isEmpty()
            ? desk.backups().drillTo(row.system(), row.name(), point, actor)
            : desk.backups().recover(row.system(), row.name(), point, to, confirm, actor));
  }

  private Reply hold(Exchange exchange) {
    BackupView.Entry found = BackupApi.backup(desk, exchange, "run");
    desk.backups().hold(found.id(), exchange.need("reason"), exchange.visitor().actor());
    return painter.done(exchange, "/backups/files/" + found.id(), "saved");
  }

  private Reply release(Exchange exchange) {
    BackupView.Entry found = BackupApi.backup(desk, exchange, "run");
    desk.backups().release(found.id(), exchange.visitor().actor());
    return painter.done(exchange, "/backups/files/" + found.id(), "saved");
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

  /** First where to, then what that means; nothing is begun before the name was typed. */
  private Reply outline(Exchange exchange) {
    BackupView.Entry found = BackupApi.backup(desk, exchange, "view");
    String given = exchange.find("to");
    String over = exchange.find("over");
    boolean takes = "true".equals(over);
    String to = takes ? found.item() : given == null ? "" : given.strip();
    Map<String, Object> model = new HashMap<>(Map.of("b", found));
    model.put("mayRun", exchange.visitor().may(found.system(), "run"));
    if (to.isEmpty()) {
      model.put("offer", desk.backups().offer(found.id()));
    } else {
      model.put("o", desk.backups().outline(found.id(), to, takes));
    }
    Sheet sheet =
        Sheet.of(
                "restore.jte",
                "backups",
                "backup.css",
                painter.screen(exchange).t("web.backup.restore"))
            .below(painter.screen(exchange).t("web.nav.backups"), "/backups")
            .below(found.plan(), "/backups/" + found.system() + "/" + found.plan())
            .below(found.name(), "/backups/files/" + found.id())
            .still();
    return painter.page(exchange, sheet, model);
  }

  private Reply act(Exchange exchange) {
    RunDetail run = BackupApi.run(desk, exchange);
    String name = run.row().name();
    int dash = name.indexOf('-');
    String kind =
        ACTS.contains(name.substring(0, Math.max(0, dash))) ? name.substring(0, dash) : "other";
    String plan = kind.equals("other") ? name : name.substring(dash + 1);
    Screen screen = painter.screen(exchange);
    Map<String, Object> model = new HashMap<>(Map.of("run", run, "plan", plan));
    model.put("kind", kind);
    boolean mayRead = exchange.visitor().may(run.row().system(), "run");
    model.put("said", run.steps().stream().map(step -> said(run, step, mayRead)).toList());
    BackupView.Progress progress = desk.backups().progress(run.row().id());
    if (run.row().live() && progress != null) {
      model.put("p", progress);
    }
    Sheet sheet =
        Sheet.of("backupact.jte", "backups", "backup.css", screen.t("web.backup.act"))
            .below(screen.t("web.nav.backups"), "/backups");
    return painter.page(
        exchange,
        kind.equals("other")
            ? sheet
            : sheet.below(plan, "/backups/" + run.row().system() + "/" + plan),
        model);
  }

  /** All that a step said; its first line for those who may not read what runs put out. */
  private List<SaidLine> said(RunDetail run, StepRow step, boolean mayRead) {
    boolean more = mayRead && !step.attempts().isEmpty() && step.attempts().getLast().size() > 0;
    String text =
        more
            ? desk.runs()
                .output(run.row().id(), step.attempts().getLast().id(), 0, SAID_BYTES)
                .text()
            : step.evidence();
    return text.lines().map(SaidLine::of).toList();
  }

  private Reply begun(Exchange exchange, String run) {
    return painter.done(exchange, "/backups/runs/" + run, "started");
  }
}
