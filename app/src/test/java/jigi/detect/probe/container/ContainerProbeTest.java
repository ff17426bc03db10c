package jigi.detect.probe.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container probe at a real daemon whose containers are treated badly. */
@Needs("docker")
class ContainerProbeTest {
  private static final String RUNS = "while :; do sleep 1; done";
  private static DockerDaemon daemon;

  @TempDir Path folder;

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

  private ProbeResult probe(String container, String... keys) {
    return probeBy("{docker: '" + daemon.address() + "'}", "", container, keys);
  }

  private ProbeResult probeBy(String engine, String before, String container, String... keys) {
    try {
      return OneProbe.ofManual(
          folder,
          """
          system: s
          %s
          connections:
            engine: %s
          components:
            c:
              probes:
                - container: %s
                  docker: engine
                  timeout: 5s
                  %s
          """
              .formatted(before, engine, container, String.join("\n        ", keys)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProbeResult until(Status status, String words, String container) {
    return Until.found(
        words,
        () -> {
          ProbeResult result = probe(container);
          return result.status() == status && result.evidence().contains(words) ? result : null;
        },
        () -> probe(container).toString());
  }

  @Test
  @Shows({"HC-02", "MET-22"})
  void measuresWhatRuns() {
    daemon.run("busy", "while :; do :; done", "--memory", "64m", "--cpus", "0.5");
    ProbeResult result =
        probe("busy", "expect: [cpu > 0.2, cpu < 1.2, memory-ratio < 0.5, count == 1]");
    assertThat(result.evidence()).contains("busy runs").contains("of 67.1 MB");
    assertThat(result.status()).isEqualTo(Status.OK);
    var samples = OneProbe.samples(result);
    assertThat(samples)
        .containsEntry("container_running{container=\"busy\"}", 1.0)
        .containsEntry("container_restarts_total{container=\"busy\"}", 0.0)
        .containsEntry("container_memory_limit_bytes{container=\"busy\"}", 64.0 * 1024 * 1024);
    assertThat(samples.get("container_cpu_used_ratio{container=\"busy\"}")).isBetween(0.2, 1.2);
    assertThat(samples.get("container_memory_used_bytes{container=\"busy\"}")).isPositive();
    assertThat(samples.keySet())
        .anyMatch(key -> key.contains("image=\"box:1\"") && key.contains("image_id=\"sha256:"));
    assertThat(probe("busy", "expect: [cpu < 0.1]").status()).isEqualTo(Status.FAIL);
  }

  @Test
  @Shows("LOG-17")
  void measuresTheLog() {
    daemon.run("chatty", "dd if=/dev/zero bs=1024 count=300 | tr '\\0' 'x'; " + RUNS);
    ProbeResult large =
        Until.found(
            "a large log",
            () -> {
              ProbeResult result = probe("chatty", "expect: [size < 200KB]");
              return result.status() == Status.FAIL ? result : null;
            },
            () -> probe("chatty").toString());
    assertThat(large.evidence()).contains("expected size < 200KB");
    assertThat(probe("chatty", "expect: [size < 2MB]").status()).isEqualTo(Status.OK);
  }

  @Test
  @Shows({"HC-19", "HC-20"})
  void tellsACrashLoopFromAStoppedContainer() {
    daemon.run("once", "exit 3");
    until(Status.FAIL, "once has stopped: exit 3", "once");
    daemon.run("looping", "sleep 0.2; exit 7", "--restart", "always");
    until(Status.FAIL, "looping restarts again and again", "looping");
    until(Status.FAIL, "restarts, last exit 7", "looping");
    assertThat(probe("nothing-here").evidence()).isEqualTo("there is no container nothing-here");
    assertThat(probe("nothing-here").status()).isEqualTo(Status.FAIL);
  }

  @Test
  void followsStopKillPauseRenameAndReturn() {
    daemon.run("web", RUNS);
    assertThat(probe("web").status()).isEqualTo(Status.OK);
    daemon.docker("pause", "web");
    assertThat(probe("web").evidence()).startsWith("web is paused");
    daemon.docker("unpause", "web");
    assertThat(probe("web").status()).isEqualTo(Status.OK);
    daemon.docker("kill", "web");
    until(Status.FAIL, "web has stopped: exit 137", "web");
    daemon.docker("start", "web");
    assertThat(probe("web").status()).isEqualTo(Status.OK);
    daemon.docker("rename", "web", "web-old");
    assertThat(probe("web").status()).isEqualTo(Status.FAIL);
    assertThat(probe("web-old").status()).isEqualTo(Status.OK);
    daemon.docker("create", "--name", "web", "box:1", "/bin/sh", "-c", RUNS);
    assertThat(probe("web").evidence()).startsWith("web has never been started");
  }

  @Test
  void tellsThatMemoryWasTheReason() {
    daemon.run(
        "greedy", "x=x; while :; do x=$x$x; done", "--memory", "16m", "--memory-swap", "16m");
    until(Status.FAIL, "greedy was killed for want of memory: exit 137", "greedy");
  }

  @Test
  void followsTheHealthCheck() {
    daemon.run(
        "sick",
        RUNS,
        "--health-cmd",
        "echo heartbeat lost; cat /tmp/well",
        "--health-interval",
        "1s",
        "--health-retries",
        "1");
    ProbeResult early = probe("sick");
    assertThat(early.status()).isIn(Status.UNKNOWN, Status.FAIL);
    ProbeResult sick = until(Status.FAIL, "sick is unhealthy: heartbeat lost", "sick");
    assertThat(OneProbe.samples(sick)).containsEntry("container_healthy{container=\"sick\"}", 0.0);
    daemon.docker("exec", "sick", "/bin/sh", "-c", "echo yes >/tmp/well");
    until(Status.OK, "sick runs and is healthy", "sick");
  }

  @Test
  void saysUnknownUntilTheHealthCheckHasAnswered() {
    daemon.run("slow", RUNS, "--health-cmd", "true", "--health-interval", "1h");
    ProbeResult result = probe("slow");
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.evidence()).startsWith("the health check of slow has not answered yet");
  }

  @Test
  void findsTheContainersOfAServiceAndALabel() {
    for (int i = 1; i <= 3; i++) {
      daemon.run(
          "shop-web-" + i,
          RUNS,
          "--label",
          "com.docker.compose.project=shop",
          "--label",
          "com.docker.compose.service=web",
          "--label",
          "number=" + i);
    }
    String service = "{service: web, project: shop}";
    ProbeResult three = probe(service, "expect: [count == 3]");
    assertThat(three.status()).as(three.evidence()).isEqualTo(Status.OK);
    daemon.docker("kill", "shop-web-2");
    ProbeResult one = until(Status.FAIL, "shop-web-2 has stopped", service);
    assertThat(one.evidence()).contains("shop-web-1 runs");
    assertThat(probe("{label: number=3}").status()).isEqualTo(Status.OK);
    assertThat(probe("{label: number}", "expect: [count == 4]").status()).isEqualTo(Status.FAIL);
    assertThat(probe("{service: web, project: other}").evidence())
        .isEqualTo("there is no container of service other/web");
  }

  @Test
  void knowsNothingWhenTheDaemonIsSilent() throws Exception {
    daemon.run("web", RUNS);
    daemon.signal("STOP");
    try {
      ProbeResult hung = probe("web");
      assertThat(hung.status()).isEqualTo(Status.UNKNOWN);
      assertThat(hung.evidence()).startsWith("Docker cannot be asked: timed out");
      assertThat(hung.samples()).isEmpty();
    } finally {
      daemon.signal("CONT");
    }
    until(Status.OK, "web runs", "web");
    daemon.stop();
    ProbeResult gone = probe("web");
    assertThat(gone.status()).isEqualTo(Status.UNKNOWN);
    daemon.startAgain();
    // Killed with its daemon, as after a power cut; its end is known now.
    until(Status.FAIL, "web has stopped", "web");
  }

  @Test
  @Needs("sshd")
  void looksThroughAHostBehindSsh() throws Exception {
    daemon.run("web", RUNS);
    try (SshServer host = new SshServer(folder.resolve("host")).start()) {
      // The clients of OneProbe look below the attempts' folder.
      Files.createDirectories(folder.resolve("attempts"));
      Files.writeString(folder.resolve("attempts/known_hosts"), host.knownHost());
      String hosts =
          "hosts: {far: {ssh: '%s', key: {file: '%s'}}}".formatted(host.address(), host.key());
      String engine = "{docker: '" + daemon.address() + "', on: far}";
      ProbeResult seen = probeBy(engine, hosts, "web", "expect: [size < 1MB]");
      assertThat(seen.evidence()).contains("web runs");
      assertThat(seen.status()).isEqualTo(Status.OK);
      host.stop();
      ProbeResult away = probeBy(engine, hosts, "web");
      assertThat(away.status()).isEqualTo(Status.UNKNOWN);
    }
  }
}
