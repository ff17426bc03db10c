package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.base.run.Run;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Stage;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds of deployments behind any gateway; each gateway has a class below. */
@Timeout(180)
abstract class DeployTest {
  @TempDir Path folder;
  final Gateways.Ports ports = Gateways.Ports.free();
  Server gateway;
  DeployBench bench;

  abstract Server gateway() throws IOException;

  abstract String yaml();

  @BeforeEach
  void open() throws IOException {
    gateway = gateway();
    bench = new DeployBench(folder).manual(Gateways.manual(ports, yaml()));
  }

  @AfterEach
  void close() {
    bench.close();
    gateway.close();
    Gateways.sweep(folder, ports);
  }

  void succeeded(Runs.Detail detail) {
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(RunState.SUCCEEDED);
  }

  void failed(Runs.Detail detail, String with) {
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(RunState.FAILED);
    assertThat(DeployBench.evidence(detail)).contains(with);
  }

  void deploy(String version) throws InterruptedException {
    succeeded(bench.phase(Phase.FULL, version));
  }

  String active() throws IOException {
    return Json.tree(Files.readString(folder.resolve("deploy-state.json")))
        .path("activeColor")
        .asText();
  }

  private void agreed(Colour live, String version) throws IOException {
    assertThat(active()).isEqualTo(live.key());
    Until.so(
        "agreed", () -> isAgreed(bench.reality(), live, version), () -> bench.reality().toString());
  }

  private static boolean isAgreed(Reality reality, Colour live, String version) {
    return reality.mismatches().isEmpty()
        && reality.gateway() == live
        && version.equals(reality.side(live).version())
        && reality.side(live).healthy()
        && reality.side(live.other()).version() == null;
  }

  @Test
  @Shows({"DEP-11", "DEP-19", "DEP-21", "DEP-29", "DEP-30", "DEP-31", "DEP-41"})
  void versionsTakeTurnsUnderLoadAndNoRequestFails() throws Exception {
    deploy("1");
    agreed(Colour.BLUE, "1");
    try (Load load = new Load(ports.front(), 4)) {
      Until.so("loaded", () -> load.answered() > 100, () -> "load");
      deploy("2");
      agreed(Colour.GREEN, "2");
      deploy("3");
      agreed(Colour.BLUE, "3");
      load.close();
      System.out.println(getClass().getSimpleName() + ": " + load.said());
      assertThat(load.bad()).isEmpty();
      assertThat(load.versions()).containsKeys("1", "2", "3");
      unanswered(load);
    }
    Deployed newest = bench.newest();
    assertThat(newest.outcome()).isEqualTo(Ended.Outcome.DEPLOYED);
    assertThat(newest.traffic().requests()).isPositive();
    assertThat(newest.traffic().failed()).isZero();
    assertThat(newest.previous()).isEqualTo("2");
    assertThat(bench.deployments.previous("shop", "backend")).isEqualTo("2");
    aRollbackIsADeploymentOfTheLastGoodVersion();
  }

  private void aRollbackIsADeploymentOfTheLastGoodVersion() throws Exception {
    Run run = bench.deployments.rollBack("shop", "backend", "user:kim", bench.engine);
    succeeded(bench.ended(run));
    agreed(Colour.GREEN, "2");
    assertThat(bench.newest().previous()).isEqualTo("3");
  }

  /** What got no answer because its kept connection was closed. */
  abstract void unanswered(Load load);

  @Test
  @Shows({"DEP-05", "DEP-34", "DEP-42", "FIX-14"})
  void whatExitsIsNotSwitchedToAndWhatFailsAfterTheSwitchIsRolledBack() throws Exception {
    deploy("1");
    failed(bench.phase(Phase.FULL, "exits"), "no database");
    agreed(Colour.BLUE, "1");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    assertThat(bench.newest().switchMillis()).isNull();

    failed(bench.phase(Phase.FULL, "errors"), "requests-failed");
    agreed(Colour.BLUE, "1");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    assertThat(bench.newest().switchMillis()).isNotNull();
    assertThat(bench.newest().traffic().failed()).isPositive();
  }

  @Test
  @Shows({"DEP-03", "DEP-19", "DEP-26", "DEP-29", "DEP-31", "DEP-34", "DEP-35"})
  void phasesRestWhereTheyShouldAndCancelLeavesEverythingAsItWas() throws Exception {
    deploy("1");
    succeeded(bench.phase(Phase.FINALIZE, null));
    assertThatThrownBy(() -> bench.begin(Phase.CANCEL, null)).hasMessageContaining("is under way");
    succeeded(bench.phase(Phase.PREPARE, "2"));
    assertThat(bench.newest().stage()).isEqualTo(Stage.CHECKING);
    assertThat(bench.reality().gateway()).isEqualTo(Colour.BLUE);
    failed(bench.phase(Phase.FINALIZE, null), "not-switched");
    failed(bench.phase(Phase.PREPARE, "3"), "deployment-open");
    succeeded(bench.phase(Phase.CANCEL, null));
    agreed(Colour.BLUE, "1");
    succeeded(bench.phase(Phase.CANCEL, null));
    agreed(Colour.BLUE, "1");

    failed(bench.prepare(Colour.BLUE, "2"), "would-replace-live");
    failed(bench.prepare(Colour.GREEN, "exits"), "no database");
    succeeded(bench.prepare(Colour.GREEN, "2"));
    succeeded(bench.phase(Phase.GATEWAY, null));
    assertThat(active()).isEqualTo("blue");
    succeeded(bench.force(Colour.BLUE));
    succeeded(bench.force(Colour.GREEN));
    succeeded(bench.phase(Phase.CANCEL, null));
    agreed(Colour.BLUE, "1");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.CANCELLED);
    aSecondDeploymentIsRefusedWithWhoAndWhatRunsAndCancelTakesItBack();
    aMismatchIsShownAndNothingBeginsBeforeAPersonHasDecided();
  }

  private void aSecondDeploymentIsRefusedWithWhoAndWhatRunsAndCancelTakesItBack() throws Exception {
    Run slow = bench.begin(Phase.FULL, "never-healthy");
    Until.so(
        "begun",
        () -> bench.newest().version().equals("never-healthy"),
        () -> bench.newest().toString());
    assertThatThrownBy(() -> bench.begin(Phase.FULL, "3"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("user:kim began 'backend never-healthy'");
    bench.begin(Phase.CANCEL, null);
    Runs.Detail ended = bench.ended(slow);
    assertThat(ended.run().state()).isEqualTo(RunState.CANCELLED);
    agreed(Colour.BLUE, "1");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.CANCELLED);
  }

  private void aMismatchIsShownAndNothingBeginsBeforeAPersonHasDecided() throws Exception {
    Path file = folder.resolve("deploy-state.json");
    String right = Files.readString(file);
    Files.writeString(file, right.replace("\"activeColor\":\"blue\"", "\"activeColor\":\"green\""));
    Until.so(
        "seen",
        () ->
            bench.reality().mismatches().stream()
                .anyMatch(each -> each.code().equals("gateway-elsewhere")),
        () -> bench.reality().toString());
    failed(bench.phase(Phase.FULL, "2"), "state-mismatch");
    succeeded(bench.force(Colour.BLUE));
    agreed(Colour.BLUE, "1");
  }
}
