package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.Run;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Migration;
import jigi.testing.Server;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances that are replaced one by one, or some at a time; each gateway has a class below. */
@Tag("slow")
@Timeout(300)
abstract class RollingDeployTest {
  @TempDir Path folder;
  Gateways.Row row = Gateways.Row.free(3);
  private @Nullable Server gateway;

  @SuppressWarnings("NullAway.Init") // each test opens it by its manual
  DeployBench bench;

  abstract Server gateway() throws IOException;

  abstract String yaml();

  /** What got no answer because its kept connection was closed. */
  abstract void unanswered(Load load);

  @AfterEach
  void close() {
    bench.close();
    if (gateway != null) {
      gateway.close();
    }
    Gateways.sweep(folder, row.behind());
  }

  private void open(String observe, String more) throws IOException {
    gateway = gateway();
    String manual = Gateways.manual(row, yaml()).replace("observe: 1s", "observe: " + observe);
    bench = new DeployBench(folder).manual(manual + more.indent(4));
  }

  private Runs.Detail deploy(String version) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(RunState.SUCCEEDED);
    return detail;
  }

  private void failed(String version, String with) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(RunState.FAILED);
    assertThat(DeployBench.evidence(detail)).contains(with);
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
  }

  /** All run the version, are healthy, and receive requests. */
  void agreed(String version) {
    Until.so(
        "all run " + version,
        () -> isAgreed(bench.reality(), version),
        () -> bench.reality().toString());
  }

  private static boolean isAgreed(Reality reality, String version) {
    Set<?> receiving = reality.receiving();
    return reality.mismatches().isEmpty()
        && (receiving == null || receiving.size() == reality.sides().size())
        && reality.sides().values().stream()
            .allMatch(side -> side.healthy() && version.equals(side.version()));
  }

  @Test
  @Shows({"DEP-02", "DEP-03", "DEP-06", "DEP-10", "DEP-11", "DEP-34", "FIX-25"})
  void instancesAreReplacedOneByOneUnderLoadAndPutBackWhereOneFails() throws Exception {
    open("200ms", "");
    deploy("1");
    agreed("1");
    try (Load load = new Load(row.front(), 2)) {
      Until.so("loaded", () -> load.answered() > 100, () -> "load");
      deploy("2");
      agreed("2");
      failed("bad-on-3", "instance 3 has ended: exit 3");
      agreed("2");
      answered(load, "1", "2", "bad-on-3");
    }
    assertThat(bench.newest().traffic().requests()).isPositive();
    assertThat(bench.newest().traffic().failed()).isZero();
    assertThat(bench.deployments.marks(bench.newest().id()))
        .extracting(mark -> mark.stage().key())
        .containsSubsequence("preparing", "leaving", "draining", "stopping", "starting", "checking")
        .containsSubsequence("joining", "observing", "leaving", "settling");
    assertThat(bench.newest().slot()).isEqualTo(new Instance(1));
    for (int port : row.behind()) {
      assertThat(Gateways.commands("ShopApp " + port + " ")).hasSize(1);
    }
    takenBackByAPerson();
  }

  private void answered(Load load, String... versions) {
    load.close();
    System.out.println(getClass().getSimpleName() + ": " + load.said());
    assertThat(load.bad()).isEmpty();
    assertThat(load.versions()).containsKeys(versions);
    unanswered(load);
  }

  @Test
  @Shows("DEP-43")
  void aBatchIsReplacedTogetherUnderLoadAndPutBackWhereOneOfItFails() throws Exception {
    row = Gateways.Row.free(4);
    open("300ms", "batch: 2\n");
    deploy("1");
    try (Load load = new Load(row.front(), 2)) {
      Until.so("loaded", () -> load.answered() > 100, () -> "load");
      deploy("2");
      agreed("2");
      assertThat(bench.deployments.marks(bench.newest().id()))
          .extracting(Deployed.Mark::said)
          .containsSubsequence("requests go to 3, 4", "requests go to 1, 2, 3, 4")
          .containsSubsequence("requests go to 1, 2", "requests go to 1, 2, 3, 4")
          .anyMatch(said -> said.startsWith("instances 3, 4 observed"));
      failed("bad-on-3", "instance 3 has ended: exit 3");
      agreed("2");
      answered(load, "1", "2", "bad-on-3");
    }
  }

  /** While it runs, and afterwards. */
  private void takenBackByAPerson() throws InterruptedException {
    Run slow = bench.begin(Phase.FULL, "never-healthy");
    Until.so(
        "checking",
        () ->
            bench.newest().version().equals("never-healthy")
                && bench.deployments.marks(bench.newest().id()).stream()
                    .anyMatch(mark -> mark.stage().key().equals("starting")),
        () -> bench.newest().toString());
    bench.begin(Phase.CANCEL, null);
    assertThat(bench.ended(slow).run().state()).isEqualTo(RunState.CANCELLED);
    agreed("2");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.CANCELLED);
    Run back = bench.deployments.rollBack("shop", "backend", "user:kim", bench.engine);
    assertThat(bench.ended(back).run().state()).isEqualTo(RunState.SUCCEEDED);
    agreed("1");
    assertThat(bench.newest().previous()).isEqualTo("2");
  }

  @Test
  @Shows({"DEP-05", "DEP-09", "DEP-46", "FIX-14"})
  void whatIsBuiltAndMigratedComesFirstAndWhatAnswersBadlyGoesBack() throws Exception {
    row = Gateways.Row.free(2);
    Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho \"$1 $2\" >>" + folder + "/done\n");
    assertThat(folder.resolve("tool").toFile().setExecutable(true)).isTrue();
    open(
        "2s",
        """
        build: {command: ["{folder}/tool", build, "{version}"]}
        migrate: {command: ["{folder}/tool", migrate, "{version}"]}
        """);
    bench.leave = new Leave(null, Migration.EXPAND, false);
    deploy("1");
    assertThat(folder.resolve("done")).hasContent("build 1\nmigrate 1\n");
    failed("errors", "requests-failed");
    agreed("1");
    assertThat(bench.newest().traffic().failed()).isPositive();
    assertThatThrownBy(() -> bench.begin(Phase.PREPARE, "2"))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo("no-colours"));
    Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho no compiler >&2\nexit 3\n");
    failed("3", "build-failed: no compiler");
    agreed("1");
  }

  /** Without a gateway one instance is restarted with the new version, and with the old again. */
  @Test
  @Shows({"DEP-02", "DEP-18"})
  void oneInstanceIsRestartedAndComesBackWhereTheNewVersionFails() throws Exception {
    Gateways.Row one = new Gateways.Row(row.front(), List.of(row.behind().getFirst()));
    bench = new DeployBench(folder).manual(Gateways.manual(one, null));
    deploy("1");
    deploy("2");
    agreed("2");
    failed("exits", "no database");
    agreed("2");
  }
}
