package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Instance;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes and units on a host behind a real sshd. */
@Needs("sshd")
@Tag("slow")
@Timeout(180)
class ElsewhereDeployTest {
  @TempDir Path folder;
  private final Gateways.Row row = Gateways.Row.free(2);
  private SshServer server;

  @SuppressWarnings("NullAway.Init") // each test opens it by its manual
  private DeployBench bench;

  @BeforeEach
  void open() throws IOException {
    server = new SshServer(folder.resolve("sshd")).start();
    Files.writeString(folder.resolve("known_hosts"), server.knownHost());
  }

  @AfterEach
  void close() {
    if (bench != null) {
      bench.close();
    }
    server.close();
    Gateways.sweep(folder, row.behind());
  }

  private void open(String manual) {
    String hosts =
        "hosts: {app: {ssh: '%s', key: {file: '%s'}}}\n".formatted(server.address(), server.key());
    bench = new DeployBench(folder).manual(hosts + manual);
  }

  /** Where each answers, seen from here. */
  private String places() {
    return row.behind().stream()
        .map("\"127.0.0.1:%d\""::formatted)
        .collect(Collectors.joining(", ", "instances: [", "]"));
  }

  private Runs.Detail deploy(String version, RunState expected) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state()).as(() -> detail.attempts().toString()).isEqualTo(expected);
    return detail;
  }

  private void agreed(String version) {
    Until.so(
        "all run " + version,
        () ->
            bench.reality().mismatches().isEmpty()
                && bench.reality().sides().values().stream()
                    .allMatch(side -> side.healthy() && version.equals(side.version())),
        () -> bench.reality().toString());
  }

  @Test
  void processesAreStartedThereAndAreUnknownWhileItIsAway() throws Exception {
    String manual =
        Gateways.manual(row, null)
            .replace("instances: " + row.behind(), places() + "\n      on: app")
            .replace("observe: 1s", "observe: 100ms");
    open(manual);
    deploy("1", RunState.SUCCEEDED);
    deploy("2", RunState.SUCCEEDED);
    agreed("2");
    try (var there = Files.list(server.home().resolve(".jigi/attempts"))) {
      assertThat(there.filter(each -> each.getFileName().toString().startsWith("deploy-")))
          .hasSize(4);
    }
    assertThat(DeployBench.evidence(deploy("exits", RunState.FAILED))).contains("no database");
    agreed("2");

    server.stop();
    Until.so(
        "unknown",
        () -> bench.reality().side(new Instance(1)).running() == null,
        () -> bench.reality().toString());
    bench.close();
    server.start();
    open(manual);
    agreed("2");
  }

  @Test
  void unitsAreTakenOverAndTheirVersionsStandInAFile() throws Exception {
    Path units = Systemctl.install(folder.resolve("systemd"));
    for (int i = 1; i <= row.behind().size(); i++) {
      Path version = folder.resolve("shop-" + i + ".env");
      Files.writeString(version, "VERSION=0\n");
      Files.writeString(
          units.resolve("shop-" + i + ".service"),
          "[Service]\nEnvironmentFile=" + version + "\n" + start(i, "${VERSION}"));
      Systemctl.call(units, "start", "shop-" + i);
    }
    open(manual("shop-{instance}", "file: '" + folder + "/shop-{instance}.env', on: app", units));
    Until.so("answers", () -> answer(1) && answer(2), () -> "the units that run already");
    deploy("1", RunState.SUCCEEDED);
    agreed("1");
    assertThat(bench.newest().previous()).isEqualTo("0");
    assertThat(folder.resolve("shop-2.env")).content().contains("VERSION=1");
    assertThat(DeployBench.evidence(deploy("exits", RunState.FAILED)))
        .contains("instance 1 has ended: exit 3")
        .contains("no database");
    agreed("1");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    assertThat(units.resolveSibling("state/shop-1.service.enabled")).exists();

    Systemctl.call(units, "stop", "shop-2");
    Until.so(
        "told",
        () ->
            bench.reality().mismatches().stream()
                .anyMatch(each -> each.code().equals("instance-not-running")),
        () -> bench.reality().toString());
  }

  @Test
  void unitsOfATemplateSayTheirVersionsByTheirNames() throws Exception {
    Path units = Systemctl.install(folder.resolve("systemd"));
    for (int i = 1; i <= row.behind().size(); i++) {
      Files.writeString(units.resolve("shop-" + i + "@.service"), "[Service]\n" + start(i, "%i"));
      Systemctl.call(units, "start", "shop-" + i + "@0");
    }
    open(manual("shop-{instance}@{version}", "on: local", units));
    Until.so("answers", () -> answer(1) && answer(2), () -> "the units that run already");
    deploy("1.4.2", RunState.SUCCEEDED);
    agreed("1.4.2");
    assertThat(bench.newest().previous()).isEqualTo("0");
    assertThat(units.resolveSibling("state/shop-1@0.service.pid")).doesNotExist();
    assertThat(DeployBench.evidence(deploy("1/2", RunState.FAILED))).contains("no name of a unit");
    agreed("1.4.2");
  }

  private boolean answer(int instance) {
    return Gateways.answers(row.behind().get(instance - 1));
  }

  private String start(int instance, String version) {
    return "ExecStart=%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx48m -cp %s %s %d %s %d\n"
        .formatted(
            ProcessHandle.current().info().command().orElseThrow(),
            Path.of("target/test-classes").toAbsolutePath(),
            ShopApp.class.getName(),
            row.behind().get(instance - 1),
            version,
            instance);
  }

  private String manual(String unit, String more, Path units) {
    return """
    deployments:
      backend:
        runtime: {systemd: "%s", %s, %s, command: [%s]}
        health: {times: 2, every: 100ms, within: 20s}
        observe: 300ms
    """
        .formatted(unit, places(), more, Systemctl.in(units));
  }
}
