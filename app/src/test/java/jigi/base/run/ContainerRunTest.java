package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.purposes;
import static jigi.base.run.Bench.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import jigi.Shows;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose steps are executed in a container. */
@Needs("docker")
@Timeout(120)
class ContainerRunTest {
  private static final String[] IN = {"container=web", "docker=engine"};
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
    daemon.run("web", "while :; do sleep 1; done");
    bench = bench();
    bench.engine.open();
  }

  private Bench bench() {
    Bench made = new Bench(folder);
    made.manual("connections: {engine: {docker: '" + daemon.address() + "'}}");
    return made;
  }

  @AfterEach
  void close() {
    bench.close();
    daemon.clear();
  }

  private static String witness() {
    return daemon.docker("exec", "web", "/bin/sh", "-c", "cat /tmp/w 2>/dev/null || true");
  }

  @Test
  @Shows("RB-21")
  void aStepThatOutlivesJigiIsFoundAgain() throws Exception {
    Run run =
        bench.start(
            definition(null, run("act", "echo a >> /tmp/w; sleep 3; echo b >> /tmp/w", IN)));
    bench.until(run, _ -> witness().equals("a"));
    bench.close();

    bench = bench();
    bench.engine.open();
    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(purposes(detail)).containsExactly("ACT 0 OK");
    assertThat(witness()).isEqualTo("a\nb");
    assertThat(bench.runs.tail(detail.attempts().getLast(), detail, 5)).isEmpty();
  }

  @Test
  void aStepThatFailsSaysWhatItPrinted() throws Exception {
    Run run = bench.start(definition(null, run("act", "echo no such shop >&2; exit 2", IN)));
    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(detail.attempts().getLast().evidence()).isEqualTo("exit 2: no such shop");
  }

  @Test
  void cancellingEndsTheCommandInTheContainer() throws Exception {
    Run run = bench.start(definition(null, run("act", "echo a >> /tmp/w; sleep 1000", IN)));
    bench.until(run, _ -> witness().equals("a"));
    bench.engine.cancel(run.id(), "kim");
    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.CANCELLED);
    assertThat(daemon.docker("top", "web")).doesNotContain("sleep 1000");
  }

  @Test
  void aMissingContainerFailsTheStepAndSaysSo() throws Exception {
    daemon.docker("rm", "-f", "web");
    Run run = bench.start(definition(null, run("act", "echo a", IN)));
    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(detail.attempts().getLast().evidence()).contains("Docker answers 404");
  }
}
