package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.operate.deploy.machine.Ended;
import jigi.testing.ChildJvm;

/** A process that dies again and again while an orchestrator rolls one instance over. */
record OrchestratedDeaths(Path folder, String manual) {
  /** In the order in which they are passed; nothing is stopped and nothing leaves a gateway. */
  private static final List<String> FORWARDS =
      List.of(
          "deploy.preparing-effected",
          "deploy.starting-intended",
          "deploy.starting-effected",
          "deploy.checking-effected",
          "deploy.observing-effected",
          "deploy.settling-effected");

  /** The second start of a life is the one that puts the old version back. */
  private static final String BACK = "deploy.starting-%s#2";

  /** Deploys 1, then 2 with a death at each point, then what fails with deaths on its way back. */
  void story(String failing) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("manual"), manual);
    run(List.of("1"));
    Files.write(folder.resolve("versions"), List.of("2", failing));
    child().dieAtEach(FORWARDS);
    assertThat(child().run(BACK.formatted("intended"))).as(child()::log).isEqualTo(137);
    run(List.of("2", failing));
    assertThat(Files.readString(folder.resolve("end")))
        .contains("2 SUCCEEDED")
        .contains(failing + " FAILED");
    try (DeployBench bench = bench()) {
      assertThat(bench.deployments.history("shop", "backend", 10))
          .extracting(Deployed::outcome)
          .containsExactly(
              Ended.Outcome.ROLLED_BACK, Ended.Outcome.DEPLOYED, Ended.Outcome.DEPLOYED);
    }
  }

  DeployBench bench() {
    return new DeployBench(folder).manual(manual);
  }

  private void run(List<String> versions) throws IOException, InterruptedException {
    Files.write(folder.resolve("versions"), versions);
    assertThat(child().run(null)).as(child()::log).isZero();
  }

  private ChildJvm child() {
    return ChildJvm.of(DeployCrashChild.class, folder);
  }
}
