package jigi.detect.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks, volumes and images of a real daemon. */
@Needs("docker")
class EngineProbeTest {
  @TempDir Path folder;

  private ProbeResult look(String address, String... keys) throws InterruptedException {
    return OneProbe.ofManual(
        folder,
        """
        system: s
        connections: {main: {docker: '%s'}}
        components:
          c:
            probes:
              - engine: main
                timeout: 5s
                %s
        """
            .formatted(address, String.join("\n        ", keys)));
  }

  @Test
  @Shows({"HC-24", "INV-28"})
  void eachStackMustBeAttachedAndWhatIsNamedMustBeThere() throws Exception {
    try (DockerDaemon daemon = DockerDaemon.start()) {
      daemon.docker("network", "create", "--internal", "shop_net");
      container(daemon, "shop-web-1", "shop_net", "com.docker.compose.project=shop");
      container(daemon, "logs-loki-1", "shop_net", "com.docker.compose.project=logs");
      daemon.docker("volume", "create", "goods");
      String networks = "networks: {shop_net: [shop, logs]}";
      ProbeResult good = look(daemon.address(), networks, "volumes: [goods]", "images: ['box:1']");
      assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
      assertThat(OneProbe.samples(good))
          .containsEntry("docker_volumes", 1.0)
          .containsEntry("docker_volumes_unused", 1.0)
          .containsEntry("docker_images_dangling", 0.0)
          .containsEntry("docker_network_attached{member=\"logs\", network=\"shop_net\"}", 1.0);
      daemon.docker("network", "disconnect", "shop_net", "logs-loki-1");
      ProbeResult detached = look(daemon.address(), networks);
      assertThat(detached.status()).isEqualTo(Status.FAIL);
      assertThat(detached.evidence())
          .startsWith("logs is not attached to network shop_net: logs-loki-1; ");
      assertThat(look(daemon.address(), "networks: {other: [shop]}", "volumes: [none]").evidence())
          .startsWith("there is no network other; there is no volume none; ");
      hangsAndComesBack(daemon);
      daemon.docker("commit", "shop-web-1");
      ProbeResult dangling =
          look(daemon.address(), "expect: [dangling-size < 1KB, unused-volumes == 0]");
      assertThat(dangling.status()).isEqualTo(Status.FAIL);
      assertThat(dangling.evidence())
          .contains("expected dangling-size < 1KB, dangling-size is ", "unused-volumes is 1");
    }
  }

  /** What it has goes on without it, so that nothing is known of that. */
  private void hangsAndComesBack(DockerDaemon daemon) throws Exception {
    daemon.signal("STOP");
    try {
      ProbeResult hung = look(daemon.address(), "volumes: [goods]");
      assertThat(hung.status()).isEqualTo(Status.UNKNOWN);
      assertThat(hung.evidence()).startsWith("Docker cannot be asked: timed out");
    } finally {
      daemon.signal("CONT");
    }
    untilWell(daemon);
    daemon.stop();
    assertThat(look(daemon.address(), "volumes: [goods]").status()).isEqualTo(Status.UNKNOWN);
    daemon.startAgain();
    untilWell(daemon);
  }

  private void untilWell(DockerDaemon daemon) {
    Until.so(
        "the engine is well",
        () -> quietly(daemon).status() == Status.OK,
        () -> quietly(daemon).evidence());
  }

  private ProbeResult quietly(DockerDaemon daemon) {
    try {
      return look(daemon.address(), "volumes: [goods]");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void ofASilentDaemonNothingIsKnown() throws Exception {
    ProbeResult nobody = look("unix:///nowhere/docker.sock", "volumes: [goods]");
    assertThat(nobody.status()).isEqualTo(Status.UNKNOWN);
    assertThat(nobody.evidence()).startsWith("Docker cannot be asked: ");
  }

  private static void container(DockerDaemon daemon, String name, String network, String label) {
    daemon.docker(
        "run",
        "-d",
        "--network",
        network,
        "--name",
        name,
        "--label",
        label,
        "box:1",
        "/bin/sleep",
        "1000");
  }
}
