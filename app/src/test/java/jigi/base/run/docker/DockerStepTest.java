package jigi.base.run.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.testing.ChildJvm;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps that restart, start and stop containers of a real daemon. */
@Needs("docker")
@Timeout(120)
class DockerStepTest {
  private static final String RUNS = "trap 'exit 0' TERM; while :; do sleep 0.1; done";
  private static DockerDaemon daemon;

  @TempDir Path folder;
  private Bench bench;

  @BeforeAll
  static void start() throws IOException {
    daemon = DockerDaemon.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }

  @BeforeEach
  void open() {
    bench = DockerCrashChild.bench(folder, daemon.address());
    bench.engine.open();
  }

  @AfterEach
  void close() {
    bench.close();
    daemon.clear();
  }

  private static StepDefinition step(Role role, String source, String... attributes) {
    String[] all = java.util.Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = "connection=engine";
    return StepDefinition.of("docker", role, Bench.part("docker", source, all));
  }

  private static Instant started(String name) {
    return Instant.parse(daemon.docker("inspect", "-f", "{{.State.StartedAt}}", name));
  }

  private static boolean runs(String name) {
    return daemon.docker("inspect", "-f", "{{.State.Running}}", name).equals("true");
  }

  private static String evidence(Runs.Detail detail) {
    return detail.attempts().getLast().evidence();
  }

  private Runs.Detail ran(StepDefinition step) throws InterruptedException {
    return bench.ran(Mode.BY_HAND, "web", step);
  }

  @Test
  void restartsStopsAndStarts() throws Exception {
    daemon.run("web", RUNS);
    Instant before = started("web");
    Runs.Detail restarted = ran(step(Role.RUN, "restart $ID"));
    assertThat(restarted.run().state()).as(evidence(restarted)).isEqualTo(RunState.SUCCEEDED);
    assertThat(started("web")).isAfter(before);
    assertThat(evidence(restarted)).isEqualTo("web: running since " + started("web"));

    Instant kept = started("web");
    Runs.Detail ranAlready = ran(step(Role.RUN, "start web"));
    assertThat(evidence(ranAlready)).startsWith("web ran already\nweb: running since ");
    assertThat(started("web")).isEqualTo(kept);

    Runs.Detail stopped = ran(step(Role.RUN, "stop web\nstop web"));
    assertThat(stopped.run().state()).as(evidence(stopped)).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(stopped))
        .isEqualTo("web: exited, exit 0\nweb had stopped already\nweb: exited, exit 0");
    assertThat(runs("web")).isFalse();

    assertThat(ran(step(Role.RUN, "start web")).run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(runs("web")).isTrue();
  }

  @Test
  void aContainerThatDoesNotStayUpFailsTheStep() throws Exception {
    daemon.run("web", "[ -f /tmp/again ] && { sleep 0.3; exit 7; }; echo x >/tmp/again; " + RUNS);
    Runs.Detail detail = ran(step(Role.RUN, "restart web"));
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).isEqualTo("web: exited, exit 7; expected running and healthy");
  }

  @Test
  void itsHealthCheckIsWaitedFor() throws Exception {
    String[] health = {"--health-cmd", "cat /tmp/well", "--health-interval", "1s"};
    daemon.run("web", "sleep 2; echo x >/tmp/well; " + RUNS, health);
    Runs.Detail well = ran(step(Role.RUN, "restart web"));
    assertThat(well.run().state()).as(evidence(well)).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(well)).endsWith(", healthy");

    daemon.run("ill", RUNS, "--health-cmd", "false", "--health-interval", "1s");
    Runs.Detail early =
        bench.ran(Mode.BY_HAND, "1", step(Role.RUN, "restart ill", "expect=running"));
    assertThat(early.run().state()).as(evidence(early)).isEqualTo(RunState.SUCCEEDED);
    Runs.Detail ill = bench.ran(Mode.BY_HAND, "1", step(Role.RUN, "restart ill"));
    assertThat(ill.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(ill)).contains("unhealthy; expected running and healthy");
  }

  @Test
  void allContainersOfAComposeServiceAreRestarted() throws Exception {
    for (String name : List.of("shop_web_1", "shop_web_2")) {
      daemon.run(
          name,
          RUNS,
          "--label",
          "com.docker.compose.project=shop",
          "--label",
          "com.docker.compose.service=web");
    }
    daemon.run("other", RUNS);
    Instant other = started("other");
    Instant before = started("shop_web_2");
    Runs.Detail detail = ran(step(Role.RUN, "restart shop/web"));
    assertThat(detail.run().state()).as(evidence(detail)).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(detail)).contains("shop_web_1: running").contains("shop_web_2: running");
    assertThat(started("shop_web_2")).isAfter(before);
    assertThat(started("shop_web_1")).isBefore(started("shop_web_2"));
    assertThat(started("other")).isEqualTo(other);
  }

  @Test
  void whatLooksMayNotActAndADryRunOnlyTells() throws Exception {
    daemon.run("web", RUNS);
    Instant before = started("web");
    Runs.Detail look = ran(step(Role.LOOK, "state web\nstop web"));
    assertThat(look.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(look)).endsWith("write ```docker run");
    Runs.Detail dry = bench.ran(Mode.DRY, "web", step(Role.RUN, "restart web\nstop $ID"));
    assertThat(evidence(dry)).contains("would restart web: running", "would stop web: running");
    assertThat(runs("web")).isTrue();
    assertThat(started("web")).isEqualTo(before);
    Runs.Detail wanted = ran(step(Role.LOOK, "state web", "expect=stopped"));
    assertThat(evidence(wanted)).endsWith("; expected stopped");
    assertThat(wanted.run().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void aMissingContainerAndAMissingDaemonAreTold() throws Exception {
    Runs.Detail none = ran(step(Role.RUN, "restart $ID"));
    assertThat(none.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(none)).isEqualTo("there is no container web");
    Runs.Detail odd = bench.ran(Mode.BY_HAND, "../web", step(Role.RUN, "restart $ID"));
    assertThat(evidence(odd)).isEqualTo("there is no container '$ID' names none");
    daemon.run("web", RUNS);
    daemon.signal("STOP");
    try {
      Runs.Detail hung = ran(step(Role.RUN, "restart web", "timeout=1s"));
      assertThat(hung.run().state()).as(evidence(hung)).isEqualTo(RunState.FAILED);
      assertThat(evidence(hung)).startsWith("timed out");
    } finally {
      daemon.signal("CONT");
    }
    assertThat(runs("web")).isTrue();
  }

  @Test
  void aRestartThatWasDoneWhenJigiDiedIsNotDoneAgain() throws Exception {
    daemon.run("web", RUNS);
    Path crashed = Files.createDirectories(folder.resolve("crash"));
    ChildJvm child = ChildJvm.of(DockerCrashChild.class, crashed, daemon.address());
    int code = child.run("docker.after-order");
    assertThat(code).as(child::log).isEqualTo(137);
    Instant once = started("web");

    try (Bench after = DockerCrashChild.bench(crashed, daemon.address())) {
      after.engine.open();
      Run run = after.runs.list(RunFilter.newest(10)).getFirst();
      Runs.Detail detail = after.until(run, d -> d.run().state().ended());
      assertThat(detail.run().state()).as(evidence(detail)).isEqualTo(RunState.SUCCEEDED);
      assertThat(evidence(detail)).startsWith("web was restarted already\nweb: running since ");
      assertThat(detail.attempts()).hasSize(1);
    }
    assertThat(started("web")).isEqualTo(once);
  }
}
