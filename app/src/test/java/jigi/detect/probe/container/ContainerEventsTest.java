package jigi.detect.probe.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.detect.probe.ForgetfulRecorder;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeRunner;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeTools;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.TestManuals;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A probe whose time comes once an hour sees at once what a daemon tells. */
@Needs("docker")
class ContainerEventsTest {
  private static final ProbeKey KEY = new ProbeKey("s", "c", "container");

  @TempDir Path folder;

  @Test
  @Shows("HC-19")
  void looksWhenSomethingHappens() throws Exception {
    try (DockerDaemon daemon = DockerDaemon.start();
        Timeline timeline = Timeline.real();
        Network network = new Network();
        Exec exec = new Exec(folder.resolve("attempts"))) {
      daemon.run("web", "while :; do sleep 1; done");
      Manual manual =
          TestManuals.manual(
              folder,
              """
              system: s
              connections: {engine: {docker: '%s'}}
              components:
                c:
                  probes: [{container: web, docker: engine, every: 1h}]
              """
                  .formatted(daemon.address()));
      ProbeTools tools = TestManuals.tools(network, exec, List.of(manual));
      try (ProbeScheduler probes =
              new ProbeScheduler(
                  timeline,
                  new ProbeRunner(timeline, tools, Environment::get),
                  new ForgetfulRecorder(),
                  new Troubles(),
                  List.of());
          ContainerEvents events =
              new ContainerEvents(tools.connections(), Environment::get, probes)) {
        probes.activate(manual.part(TestManuals.PROBES));
        events.activate(manual.part(TestManuals.PROBES));
        until(probes, "web runs");
        daemon.docker("kill", "web");
        until(probes, "web has stopped: exit 137");
        daemon.docker("start", "web");
        until(probes, "web runs");
        daemon.docker("pause", "web");
        until(probes, "web is paused");
        daemon.docker("unpause", "web");
        until(probes, "web runs");
        daemon.docker("rename", "web", "other");
        until(probes, "there is no container web");
        daemon.docker("rename", "other", "web");
        until(probes, "web runs");
        // The stream breaks off with its daemon, and is there again with it.
        daemon.stop();
        daemon.startAgain();
        Until.so(
            "followed again",
            () -> {
              daemon.docker("start", "web");
              daemon.docker("kill", "web");
              return seen(probes).evidence().contains("exit 137");
            },
            () -> seen(probes).evidence());
      }
    }
  }

  private static ProbeView seen(ProbeScheduler probes) {
    return Objects.requireNonNull(probes.view(KEY));
  }

  private static void until(ProbeScheduler probes, String evidence) {
    Until.so(
        evidence,
        () -> seen(probes).evidence().startsWith(evidence),
        () -> seen(probes).evidence());
    assertThat(seen(probes).status())
        .isEqualTo(evidence.equals("web runs") ? Status.OK : Status.FAIL);
  }
}
