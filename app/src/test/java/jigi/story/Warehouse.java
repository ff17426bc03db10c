package jigi.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.testing.Server;

/**
 * A small manual whose deployments wait for checklists, a backup and a condition of its own, and
 * whose application is the one of the deployments' tests.
 */
final class Warehouse implements AutoCloseable {
  /** That of the CI's webhook. */
  static final String SECRET = "a secret of github";

  private final Path home;
  private final List<Integer> ports =
      List.of(Server.freePort(), Server.freePort(), Server.freePort());

  Warehouse() throws IOException {
    home = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-warehouse");
  }

  /** What its deployments have written. */
  String read(String file) throws IOException {
    return Files.readString(home.resolve(file));
  }

  /** Gives the manual's folder. */
  Path write() throws IOException {
    Path folder = Files.createDirectories(home.resolve("warehouse"));
    Path data = Files.createDirectories(home.resolve("goods"));
    Files.writeString(data.resolve("stock.csv"), "bolt,12\n");
    Files.writeString(folder.resolve("pointer"), "blue\n");
    Files.writeString(folder.resolve("ci.key"), SECRET + "\n");
    Files.writeString(folder.resolve("jigi.yaml"), yaml(folder, data));
    checklist(folder, "pre-deploy", "배포 전", "");
    checklist(folder, "post-deploy", "배포 후", "- [ ] 가리키는 곳이 있다 `check: pointer-there`\n");
    Files.createDirectories(folder.resolve("runbooks"));
    Files.writeString(
        folder.resolve("runbooks/ship.md"),
        """
        ---
        runbook: ship
        title: 새 버전 준비
        symptom: 새 버전이 나왔다
        parameters:
          TAG: {pattern: "[0-9]+"}
        ---
        ```deploy deployment=stock phase=prepare version=$TAG timeout=2m
        ```

        ```deploy deployment=stock phase=cancel timeout=2m
        ```
        """);
    return folder;
  }

  private String yaml(Path folder, Path data) {
    String app =
        "[%s, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -Xmx48m, -cp, \"%s\", jigi.operate.deploy.ShopApp, \"{port}\", \"{version}\"]"
            .formatted(
                ProcessHandle.current().info().command().orElseThrow(),
                Path.of("target/test-classes").toAbsolutePath());
    return """
    system: warehouse
    title: 창고
    components:
      pointer:
        probes:
          - file: %1$s/pointer
            every: 1s
    conditions:
      pointer-there: probe_success{component="pointer"} == 1
    stores:
      local: {directory: %2$s/copies}
    plans:
      goods:
        files: [%3$s]
        to: [local]
        encrypt: none
        drill: {}
    deployments:
      stock:
        before: pre-deploy
        after: post-deploy
        backup: {plan: goods, younger: 2h}
        gates: {conditions: [pointer-there]}
        runtime: {processes: %4$s, blue: %5$d, green: %6$d, as: root}
        gateway:
          program: [/bin/sh, -c, "echo {colour} >%1$s/pointer"]
          says: [cat, %1$s/pointer]
          value: "{colour}"
        health: {times: 2, every: 100ms, within: 60s}
        observe: 1s
        drain: 1s
        state: %2$s/stock.json
      worker:
        backup: {plan: goods, first: true}
        build: {command: [/bin/sh, -c, "echo {version} >>%2$s/built"]}
        runtime: {processes: %4$s, instances: [%7$d], as: root}
        health: {times: 2, every: 100ms, within: 60s}
        observe: 200ms
        state: %2$s/worker.json
        ci: {github: {file: ci.key}, ref: "v*", workflow: release, deploy: true}
    """
        .formatted(folder, home, data, app, ports.get(0), ports.get(1), ports.get(2));
  }

  private static void checklist(Path folder, String name, String title, String more)
      throws IOException {
    Files.createDirectories(folder.resolve("checklists"));
    Files.writeString(
        folder.resolve("checklists/" + name + ".md"),
        "---\nchecklist: " + name + "\ntitle: " + title + "\n---\n- [ ] 팀에 알렸다\n" + more);
  }

  /** Ends what its deployments have left running. */
  @Override
  public void close() {
    for (int port : ports) {
      ProcessHandle.allProcesses()
          .filter(each -> each.info().commandLine().orElse("").contains("ShopApp " + port + " "))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
