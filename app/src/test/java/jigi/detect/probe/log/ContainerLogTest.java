package jigi.detect.probe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log probe at the logs of real containers. */
@Needs("docker")
class ContainerLogTest {
  /** Writes what stands in the file {@code /tmp/say}, then waits for more. */
  private static final String ECHO =
      "while :; do [ -f /tmp/say ] && cat /tmp/say && rm /tmp/say; sleep 0.1; done";

  private static DockerDaemon daemon;

  @TempDir Path folder;
  private final LogMemory memory = LogMemory.forgetful();

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

  @AfterEach
  void clear() {
    daemon.clear();
  }

  private ProbeResult probe(String... keys) {
    try {
      return OneProbe.ofManual(
          folder,
          """
          system: s
          connections: {engine: {docker: '%s'}}
          components:
            c:
              probes:
                - log: {container: web, docker: engine}
                  patterns: {lost: connection lost}
                  %s
          """
              .formatted(daemon.address(), String.join("\n        ", keys)),
          memory);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private double count(String level) {
    return Objects.requireNonNull(
        OneProbe.samples(probe()).get("log_lines_total{level=\"" + level + "\"}"));
  }

  private void say(String text) {
    daemon.docker(
        "exec", "web", "/bin/sh", "-c", "printf '" + text + "' >/tmp/new; mv /tmp/new /tmp/say");
    Until.so(
        "said",
        () ->
            daemon
                .docker("exec", "web", "/bin/sh", "-c", "[ -f /tmp/say ] || echo gone")
                .equals("gone"),
        () -> text);
  }

  private void untilCounted(String level, double lines) {
    Until.so(
        lines + " lines of level " + level, () -> count(level) == lines, () -> probe().toString());
    // Looking again finds nothing new.
    assertThat(count(level)).isEqualTo(lines);
  }

  @Test
  @Shows("LOG-01")
  void countsFromNowOnThroughRestartsAndAnew() {
    daemon.run("web", "echo ERROR before the probe began; " + ECHO);
    Until.so("written", () -> !daemon.docker("logs", "web").isEmpty(), () -> "");
    assertThat(probe().status()).isEqualTo(Status.OK);
    assertThat(count("error")).isZero();
    say("ERROR one\\nERROR connection lost\\nINFO fine\\n");
    untilCounted("error", 2);
    assertThat(OneProbe.samples(probe()))
        .containsEntry("log_matches_total{pattern=\"lost\"}", 1.0)
        .containsEntry("log_lines_total{level=\"info\"}", 1.0);
    // It begins with one error each time.
    daemon.docker("restart", "-t", "0", "web");
    untilCounted("error", 3);
    daemon.docker("rm", "-f", "web");
    ProbeResult gone = probe();
    assertThat(gone.evidence()).isEqualTo("there is no container web");
    assertThat(gone.status()).isEqualTo(Status.FAIL);
    daemon.run("web", "echo ERROR anew >&2; " + ECHO);
    untilCounted("error", 4);
    daemon.docker("kill", "web");
    assertThat(probe().status()).isEqualTo(Status.OK);
  }

  @Test
  void readsOnOverRotatedFiles() {
    daemon.run(
        "web",
        "i=0; while [ $i -lt 3000 ]; do echo ERROR $i 0123456789012345678901234567890123456789; "
            + "i=$((i+1)); done; "
            + ECHO,
        "--log-opt",
        "max-size=64k",
        "--log-opt",
        "max-file=20");
    Until.so(
        "rotated",
        () -> daemon.docker("logs", "--tail", "1", "web").contains("ERROR 2999"),
        () -> "");
    assertThat(OneProbe.samples(probe("from: start")))
        .containsEntry("log_lines_total{level=\"error\"}", 3000.0);
    say("ERROR last\\n");
    untilCounted("error", 3001);
  }

  @Test
  void readsTerminalsAndLongLines() {
    daemon.run(
        "web",
        "echo ERROR short; printf 'ERROR '; dd if=/dev/zero bs=1024 count=200 2>/dev/null | tr '\\0' x; "
            + "echo; echo WARN after; "
            + ECHO,
        "-t");
    Until.so(
        "written",
        () -> daemon.docker("logs", "--tail", "1", "web").contains("WARN after"),
        () -> "");
    assertThat(OneProbe.samples(probe("from: start")))
        .containsEntry("log_lines_total{level=\"error\"}", 2.0)
        .containsEntry("log_lines_total{level=\"warning\"}", 1.0);
    daemon.docker("rm", "-f", "web");
    daemon.run(
        "web",
        "printf 'ERROR '; dd if=/dev/zero bs=1024 count=200 2>/dev/null | tr '\\0' x; echo; "
            + "echo WARN after; "
            + ECHO);
    Until.so(
        "written",
        () -> daemon.docker("logs", "--tail", "1", "web").contains("WARN after"),
        () -> "");
    var samples = OneProbe.samples(probe());
    assertThat(samples)
        .containsEntry("log_lines_total{level=\"error\"}", 3.0)
        .containsEntry("log_oversized_lines_total", 1.0);
  }

  @Test
  void knowsNothingWhenTheDaemonIsSilent() {
    daemon.run("web", ECHO);
    assertThat(probe().status()).isEqualTo(Status.OK);
    daemon.signal("STOP");
    try {
      assertThat(probe("timeout: 1s").status()).isEqualTo(Status.UNKNOWN);
    } finally {
      daemon.signal("CONT");
    }
    say("ERROR meanwhile\\n");
    untilCounted("error", 1);
  }
}
