package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Ended;
import jigi.testing.Needs;
import jigi.testing.PodmanService;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Colours that are containers of Podman, over its answer to Docker's API. */
@Needs("haproxy")
@Tag("exhaustive")
@Timeout(300)
class PodmanDeployTest {
  @TempDir Path folder;
  private final Gateways.Ports ports = Gateways.Ports.free();

  private static void ended(Runs.Detail detail, RunState state) {
    assertThat(detail.run().state()).as(() -> "" + detail.attempts()).isEqualTo(state);
  }

  @Test
  void versionsTakeTurnsUnderLoadAndWhatFailsGoesBack() throws Exception {
    String colours = "blue: %d\n      green: %d".formatted(ports.blue(), ports.green());
    try (PodmanService podman = PodmanService.start();
        Server gateway = Gateways.haproxy(folder, ports);
        DeployBench bench = new DeployBench(folder)) {
      for (String version : new String[] {"1", "2", "errors", "exits"}) {
        podman.podman("import", podman.image().toString(), "localhost/shop:" + version);
      }
      bench.manual(
          ContainersDeployTest.manual(podman.address(), colours, ports.front())
              .replace("image: shop:", "image: localhost/shop:"));
      ended(bench.phase(Phase.FULL, "1"), RunState.SUCCEEDED);
      try (Load load = new Load(ports.front(), 2)) {
        Until.so("loaded", () -> load.answered() > 50, () -> "load");
        ended(bench.phase(Phase.FULL, "2"), RunState.SUCCEEDED);
        ended(bench.phase(Phase.FULL, "errors"), RunState.FAILED);
        load.close();
        assertThat(load.versions()).containsKeys("1", "2");
        assertThat(load.broken()).isEmpty();
      }
      Runs.Detail exits = bench.phase(Phase.FULL, "exits");
      ended(exits, RunState.FAILED);
      assertThat(DeployBench.evidence(exits)).contains("no database");
      assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
      ended(
          bench.ended(bench.deployments.rollBack("shop", "backend", "user:kim", bench.engine)),
          RunState.SUCCEEDED);
      assertThat(podman.podman("ps", "--format", "{{.Names}} {{.Image}}"))
          .startsWith("shop-backend-blue");
      assertThat(bench.reality().mismatches()).isEmpty();
    } finally {
      Gateways.sweep(folder, ports);
    }
  }
}
