package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Migration;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds a deployment up, and what takes it back although it is healthy. */
@Needs("haproxy")
@Tag("slow")
@Timeout(240)
class HeldUpDeployTest {
  @TempDir Path folder;
  private final Gateways.Ports ports = Gateways.Ports.free();
  private Server gateway;

  @SuppressWarnings("NullAway.Init") // each test opens it by its manual
  private DeployBench bench;

  @BeforeEach
  void open() throws IOException {
    gateway = Gateways.haproxy(folder, ports);
  }

  @AfterEach
  void close() {
    bench.close();
    gateway.close();
    Gateways.sweep(folder, ports);
  }

  private void manual(String more) {
    bench =
        new DeployBench(folder)
            .manual(Gateways.manual(ports, Gateways.haproxyYaml()) + more.indent(4));
  }

  private Runs.Detail succeeded(Phase phase, String version) throws InterruptedException {
    Runs.Detail detail = bench.phase(phase, version);
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(RunState.SUCCEEDED);
    return detail;
  }

  private void failed(String version, String with) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(DeployBench.evidence(detail)).contains(with);
  }

  private void refused(String version, String code) {
    assertThatThrownBy(() -> bench.begin(Phase.FULL, version))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  @Shows({"DEP-04", "DEP-07", "DEP-16"})
  void aFreezeAndAnUnsignedChecklistHoldItUpUntilSomebodySaysWhyNot() throws Exception {
    manual("before: pre-deploy\nafter: post-deploy\n");
    refused("1", "checklist-unsigned");
    bench.neighbours.signed = Instant.now();
    bench.deployments.freeze("shop", "backend", "sales until Sunday", "user:lee");
    assertThatThrownBy(() -> bench.begin(Phase.FULL, "1"))
        .hasMessageContaining("user:lee has frozen 'backend'")
        .hasMessageContaining("sales until Sunday");
    bench.leave = new Leave("the shop is down", null, false);
    Runs.Detail rests = succeeded(Phase.FULL, "1");
    assertThat(DeployBench.evidence(rests)).contains("until the checklist 'post-deploy' is signed");
    bench.leave = Leave.NONE;
    assertThatThrownBy(() -> bench.begin(Phase.FINALIZE, null)).hasMessageContaining("post-deploy");
    bench.neighbours.signed = Instant.now();
    succeeded(Phase.FINALIZE, "1");
    bench.deployments.unfreeze("shop", "backend", "user:lee");
    bench.leave = Leave.NONE;
    assertThat(bench.deployments.frozen("shop", "backend")).isNull();
    refused("2", "checklist-unsigned");
  }

  @Test
  @Shows({"DEP-17", "DEP-40", "DEP-42", "DEP-46"})
  void aMigrationWaitsForAProvenBackupAndAContractionTakesTheWayBackAway() throws Exception {
    Files.writeString(
        folder.resolve("migrate"),
        "#!/bin/sh\necho \"$1 $2\" >>" + folder + "/migrated\nexit ${3:-0}\n");
    assertThat(folder.resolve("migrate").toFile().setExecutable(true)).isTrue();
    manual(
        """
        backup: {plan: database, younger: 1h}
        migrate:
          command: ["{folder}/migrate", expand, "{version}"]
          contract: ["{folder}/migrate", contract, "{version}"]
        """);
    refused("1", "migration-unsaid");
    bench.leave = new Leave(null, Migration.EXPAND, false);
    refused("1", "backup-unproven");
    bench.neighbours.proven = Instant.now().minus(Duration.ofHours(2));
    refused("1", "backup-old");
    bench.neighbours.proven = Instant.now();
    succeeded(Phase.FULL, "1");
    assertThat(folder.resolve("migrated")).hasContent("expand 1\n");
    bench.leave = new Leave(null, Migration.CONTRACT, false);
    succeeded(Phase.FULL, "2");
    assertThat(folder.resolve("migrated")).hasContent("expand 1\ncontract 2\n");
    assertThatThrownBy(
            () -> bench.deployments.rollBack("shop", "backend", "user:kim", bench.engine))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.code()).isEqualTo("migration-forbids"));
    Files.writeString(folder.resolve("migrate"), "#!/bin/sh\necho no such column >&2\nexit 3\n");
    bench.leave = new Leave(null, Migration.EXPAND, false);
    failed("3", "migration-failed: no such column");
    assertThat(bench.reality().gateway()).isEqualTo(Colour.GREEN);
  }

  @Test
  @Shows({"DEP-05", "DEP-42", "FIX-14"})
  void gatesTakeBackWhatIsHealthyAndWorseAndAskWhereNothingCanBeTold() throws Exception {
    manual(
        """
        gates:
          conditions: [few-errors]
          compare: {requests: "requests {colour} {window}", failed: "failed {colour} {window}", at-least: 100}
        """);
    bench.neighbours.conditions.put("few-errors", Status.OK);
    count("blue", 1000, 1);
    count("green", 1000, 2);
    succeeded(Phase.FULL, "1");
    Runs.Detail better = succeeded(Phase.FULL, "2");
    assertThat(better.attempts().toString()).isNotEmpty();
    assertThat(bench.deployments.marks(bench.newest().id()).toString())
        .contains("failed requests: 2 of 1000 of green, before 1 of 1000 of blue");
    count("blue", 1000, 40);
    failed("3", "gate-failed");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    count("blue", 20, 0);
    failed("4", "no-evidence");
    Until.so(
        "both stay",
        () ->
            bench.reality().side(Colour.BLUE).healthy()
                && bench.reality().side(Colour.GREEN).healthy(),
        () -> bench.reality().toString());
    assertThat(bench.reality().gateway()).isEqualTo(Colour.BLUE);
    succeeded(Phase.CANCEL, "4");
    count("blue", 1000, 1);
    bench.neighbours.conditions.put("few-errors", Status.FAIL);
    failed("5", "gate-failed: few-errors is FAIL");
    assertThat(bench.reality().gateway()).isEqualTo(Colour.GREEN);
  }

  @Test
  @Shows("DEP-28")
  void aSwitchCountsOnlyWhenTheNewColoursOwnLogShowsARequestThatWasSentThroughTheGateway()
      throws Exception {
    bench =
        new DeployBench(folder)
            .manual(Gateways.manual(ports, Gateways.haproxyYaml()) + "    logged: true\n");
    succeeded(Phase.FULL, "1");
    assertThat(bench.deployments.marks(bench.newest().id()).toString())
        .contains("a request through the gateway stands in the log of blue");
    failed("quiet", "not-logged: the log of green does not show /?jigi-");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    assertThat(bench.reality().gateway()).isEqualTo(Colour.BLUE);
  }

  private void count(String colour, double requests, double failed) {
    bench.neighbours.values.put("requests " + colour + " 1s", requests);
    bench.neighbours.values.put("failed " + colour + " 1s", failed);
  }
}
