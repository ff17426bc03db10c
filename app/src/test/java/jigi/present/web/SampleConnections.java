package jigi.present.web;

import static jigi.present.web.Samples.ago;

import java.util.List;
import jigi.base.connect.Stage;
import jigi.base.kernel.Status;
import jigi.present.api.view.ConnectionRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Connections of every state: fails, cannot be told, warns, works, under way, never tested. */
final class SampleConnections implements Desk.Connections {
  private static final Stage NAME = Stage.ok(Stage.Step.NAME, "db.example.com is [10.0.0.7]");
  private static final Stage PORT = Stage.ok(Stage.Step.PORT, "port 5432 is open");

  private final SampleDesk desk;

  SampleConnections(SampleDesk desk) {
    this.desk = desk;
  }

  @Override
  public List<ConnectionRow> list(Scope scope) {
    if (desk.empty || !scope.sees("shop")) {
      return List.of();
    }
    return List.of(
        row(
            "host",
            "app",
            "ssh",
            "deploy@10.0.0.5:22",
            null,
            Stage.ok(Stage.Step.ROUTE, "reached")),
        row(
            "connection",
            "main",
            "postgres",
            "shop@db.example.com:5432/shop",
            "app",
            NAME,
            PORT,
            new Stage(
                Stage.Step.LOGIN,
                Status.FAIL,
                "FATAL: password authentication failed for user \"shop\" <script>",
                "password")),
        row(
            "connection",
            "images",
            "registry",
            "https://ghcr.io",
            null,
            new Stage(
                Stage.Step.LOGIN,
                Status.UNKNOWN,
                "no secret 'ghcr' is kept: jigi secret set ghcr",
                "secret")),
        row(
            "connection",
            "cache",
            "redis",
            "10.0.0.7:6379/0",
            null,
            PORT,
            new Stage(Stage.Step.RIGHTS, Status.WARN, "NOPERM INFO", "redis.info")),
        row("connection", "reports", "mysql", "report@10.0.0.9:3306/reports", null),
        row("connection", "engine", "docker", "/var/run/docker.sock", "app", PORT));
  }

  private static ConnectionRow row(
      String sort, String name, String kind, String address, @Nullable String on, Stage... stages) {
    List<Stage> seen = List.of(stages);
    return new ConnectionRow(
        "shop",
        sort,
        name,
        kind,
        address,
        on,
        Status.worst(seen.stream().map(Stage::status).toList()),
        seen.isEmpty() ? null : ago(90),
        seen.isEmpty() ? "" : "user:kim",
        seen,
        name.equals("reports"),
        name.equals("engine"));
  }

  @Override
  public ConnectionRow test(String system, String sort, String name, String actor) {
    desk.done.add("test " + system + "/" + name + " " + actor);
    return list(Scope.all()).stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void begin(List<ConnectionRow> rows, String actor) {
    rows.forEach(row -> desk.done.add("test " + row.system() + "/" + row.name() + " " + actor));
  }
}
