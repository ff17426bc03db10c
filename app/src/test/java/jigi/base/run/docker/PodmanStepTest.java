package jigi.base.run.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.testing.PodmanService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same steps over Podman's answer to Docker's API. */
@Tag("exhaustive")
@Timeout(300)
class PodmanStepTest {
  private static final String RUNS = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

  @TempDir Path folder;

  private static StepDefinition step(Role role, String source, String... attributes) {
    String[] all = Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = "connection=engine";
    return StepDefinition.of("docker", role, Bench.part("docker", source, all));
  }

  private static String evidence(Runs.Detail detail) {
    return detail.attempts().getLast().evidence();
  }

  @Test
  void restartsStopsStartsAndLooks() throws Exception {
    try (PodmanService podman = PodmanService.start();
        Bench bench = DockerCrashChild.bench(folder, podman.address())) {
      bench.engine.open();
      podman.run("web", RUNS);
      String before = podman.podman("inspect", "-f", "{{.State.StartedAt}}", "web");

      Runs.Detail restarted = bench.ran(Mode.BY_HAND, "web", step(Role.RUN, "restart web"));
      assertThat(restarted.run().state()).as(evidence(restarted)).isEqualTo(RunState.SUCCEEDED);
      assertThat(podman.podman("inspect", "-f", "{{.State.StartedAt}}", "web"))
          .isNotEqualTo(before);

      Runs.Detail stopped = bench.ran(Mode.BY_HAND, "web", step(Role.RUN, "stop web\nstop web"));
      assertThat(stopped.run().state()).as(evidence(stopped)).isEqualTo(RunState.SUCCEEDED);
      assertThat(evidence(stopped)).contains("web: exited, exit 0", "web had stopped already");

      Runs.Detail down =
          bench.ran(Mode.BY_HAND, "web", step(Role.LOOK, "state web", "expect=running"));
      assertThat(down.run().state()).as(evidence(down)).isEqualTo(RunState.FAILED);

      Runs.Detail started = bench.ran(Mode.BY_HAND, "web", step(Role.RUN, "start web"));
      assertThat(started.run().state()).as(evidence(started)).isEqualTo(RunState.SUCCEEDED);
      Runs.Detail up =
          bench.ran(Mode.BY_HAND, "web", step(Role.LOOK, "state web", "expect=running"));
      assertThat(up.run().state()).as(evidence(up)).isEqualTo(RunState.SUCCEEDED);

      Runs.Detail none = bench.ran(Mode.BY_HAND, "web", step(Role.RUN, "restart nobody"));
      assertThat(evidence(none)).isEqualTo("there is no container nobody");
    }
  }
}
