package jigi.present.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.BackupView;
import jigi.present.api.view.Desk;
import jigi.present.api.view.RunDetail;
import org.jspecify.annotations.Nullable;

/** Backups. */
public final class BackupApi {
  private final Desk desk;

  BackupApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    String plan = "/api/v1/plans/{system}/{name}";
    String one = "/api/v1/backups/{id}";
    return List.of(
        Route.get("/api/v1/plans", "All plans, the worst first, and where they stand.", this::list),
        Route.get(plan, "One plan with its backups and proofs, newest first.", this::plan),
        Route.get(
            plan + "/retention",
            "What its rules would do with every copy now, and why.",
            this::kept),
        Route.post(plan + "/run", "Begins a backup; gives the run's id.", this::run),
        Route.post(
            plan + "/drill",
            "Begins a drill of the newest good backup, of {backup}, or to a {point} such as"
                + " time:2026-01-02T03:04:05Z, lsn:0/3000148, binlog:mariadb-bin.000008:4711,"
                + " name:before_release; gives the run's id.",
            this::drill),
        Route.post(
            plan + "/recover",
            "Restores a {point} in time into the folder {to} or, of a source that restores by name,"
                + " as shop:shop_copy or in the place of shop, with its name as {confirm}; gives"
                + " the run's id.",
            this::recover),
        Route.post(
            plan + "/adopt",
            "Takes backups that lie in its stores into the catalogue; gives the run's id.",
            this::adopt),
        Route.post(one + "/hold", "No rule removes it any more, for a {reason}.", this::hold),
        Route.post(one + "/release", "The rules hold for it again.", this::release),
        Route.get(one, "One backup, by its id or the name of its file.", this::one),
        Route.post(one + "/verify", "Reads its copies back; gives the run's id.", this::verify),
        Route.get(
            one + "/restore",
            "What a restore under the name {to} would do; with {over}, in the place of what has"
                + " that name. Changes nothing.",
            this::outline),
        Route.get(
            "/api/v1/backup-runs/{id}",
            "How far a run has come that works on a backup: stage, bytes, rate and what is left.",
            this::progress),
        Route.post(
            one + "/restore",
            "Restores it beside the original under the name {to}; to take the place of what has"
                + " that name, {confirm} repeats it. Gives the run's id.",
            this::restore));
  }

  private Reply list(Exchange exchange) {
    return Api.list("plans", desk.backups().list(exchange.scope()));
  }

  private Reply plan(Exchange exchange) {
    return Api.one(plan(desk, exchange, "view"));
  }

  /**
   * The plan, if the visitor may do that with it.
   *
   * @throws Problem 404 when there is none to be seen, 403 when the verb is not granted
   */
  public static BackupView.Detail plan(Desk desk, Exchange exchange, String verb) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, verb);
    BackupView.Detail found = desk.backups().get(system, name);
    if (found == null) {
      throw Problem.notFound("plan " + system + "/" + name);
    }
    return found;
  }

  /**
   * The backup, if the visitor may do that with it.
   *
   * @throws Problem as {@link #plan}
   */
  public static BackupView.Entry backup(Desk desk, Exchange exchange, String verb) {
    String id = exchange.variable("id");
    BackupView.Entry found = desk.backups().find(id);
    if (found == null || !exchange.visitor().may(found.system(), "view")) {
      throw Problem.notFound("backup " + id);
    }
    exchange.require(found.system(), verb);
    return found;
  }

  private Reply kept(Exchange exchange) {
    BackupView.Row row = plan(desk, exchange, "view").row();
    return Api.list("copies", desk.backups().kept(row.system(), row.name()));
  }

  private Reply run(Exchange exchange) {
    BackupView.Row row = plan(desk, exchange, "run").row();
    return begun(desk.backups().run(row.system(), row.name(), exchange.visitor().actor()));
  }

  private Reply drill(Exchange exchange) {
    BackupView.Row row = plan(desk, exchange, "run").row();
    Ask ask = new Ask(exchange);
    String point = ask.find("point");
    if (point != null) {
      return begun(
          desk.backups().drillTo(row.system(), row.name(), point, exchange.visitor().actor()));
    }
    @Nullable String backup = ask.find("backup");
    return begun(
        desk.backups().drill(row.system(), row.name(), backup, exchange.visitor().actor()));
  }

  private Reply one(Exchange exchange) {
    return Api.one(backup(desk, exchange, "view"));
  }

  private Reply verify(Exchange exchange) {
    BackupView.Entry found = backup(desk, exchange, "run");
    return begun(desk.backups().verify(found.id(), exchange.visitor().actor()));
  }

  private Reply restore(Exchange exchange) {
    BackupView.Entry found = backup(desk, exchange, "run");
    Ask ask = new Ask(exchange);
    return begun(
        desk.backups()
            .restore(found.id(), ask.need("to"), ask.find("confirm"), exchange.visitor().actor()));
  }

  private Reply outline(Exchange exchange) {
    BackupView.Entry found = backup(desk, exchange, "view");
    boolean over = "true".equals(exchange.find("over"));
    return Api.one(desk.backups().outline(found.id(), exchange.need("to"), over));
  }

  private Reply progress(Exchange exchange) {
    RunDetail run = run(desk, exchange);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("state", run.row().state());
    answer.put("progress", desk.backups().progress(run.row().id()));
    return Reply.json(answer);
  }

  /**
   * The run, if the visitor may see it.
   *
   * @throws Problem 404 when there is none to be seen
   */
  public static RunDetail run(Desk desk, Exchange exchange) {
    String id = exchange.variable("id");
    RunDetail run = desk.runs().get(id);
    if (run == null || !exchange.visitor().may(run.row().system(), "view")) {
      throw Problem.notFound("run " + id);
    }
    return run;
  }

  private Reply recover(Exchange exchange) {
    BackupView.Row row = plan(desk, exchange, "run").row();
    Ask ask = new Ask(exchange);
    return begun(
        desk.backups()
            .recover(
                row.system(),
                row.name(),
                ask.need("point"),
                ask.need("to"),
                ask.find("confirm"),
                exchange.visitor().actor()));
  }

  private Reply adopt(Exchange exchange) {
    BackupView.Row row = plan(desk, exchange, "run").row();
    return begun(desk.backups().adopt(row.system(), row.name(), exchange.visitor().actor()));
  }

  private Reply hold(Exchange exchange) {
    BackupView.Entry found = backup(desk, exchange, "run");
    String reason = new Ask(exchange).need("reason");
    desk.backups().hold(found.id(), reason, exchange.visitor().actor());
    return Api.one(backup(desk, exchange, "view"));
  }

  private Reply release(Exchange exchange) {
    BackupView.Entry found = backup(desk, exchange, "run");
    desk.backups().release(found.id(), exchange.visitor().actor());
    return Api.one(backup(desk, exchange, "view"));
  }

  private static Reply begun(String run) {
    return Reply.json(201, Map.of("id", run)).with("Location", "/api/v1/runs/" + run);
  }
}
