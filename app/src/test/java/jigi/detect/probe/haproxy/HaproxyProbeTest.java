package jigi.detect.probe.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Target;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs("haproxy")
class HaproxyProbeTest {
  @TempDir Path folder;

  @Test
  void seesBackEndsGoAndComeBack() throws Exception {
    int port = Server.freePort();
    Path socket = folder.resolve("s");
    try (Target one = Target.start();
        Target two = Target.start();
        Server server = haproxy(port, socket, one.port(), two.port())) {
      String bySocket = "{haproxy: " + socket + ", timeout: 2s}";
      ProbeResult good = until(Status.OK, bySocket);
      assertThat(OneProbe.samples(good))
          .containsEntry("haproxy_backend_up{proxy=\"app\"}", 1.0)
          .containsEntry("haproxy_backend_servers_up{proxy=\"app\"}", 2.0)
          .containsEntry("haproxy_server_up{proxy=\"app\", server=\"one\"}", 1.0);
      ProbeResult page = OneProbe.byHttp(folder, port, "{haproxy: '/stats;csv', connection: main}");
      assertThat(page.status()).as(page.evidence()).isEqualTo(Status.OK);
      assertThat(OneProbe.samples(page))
          .containsKey("haproxy_frontend_current_sessions{proxy=\"in\"}");
      two.close();
      ProbeResult half =
          until(Status.FAIL, "{haproxy: " + socket + ", expect: [servers-down == 0]}");
      assertThat(half.evidence()).contains("app/two");
      assertThat(OneProbe.run(folder, bySocket).status()).isEqualTo(Status.OK);
      one.close();
      assertThat(until(Status.FAIL, bySocket).evidence())
          .contains("expected backends-down == 0, backends-down is 1");
      server.signal("STOP");
      assertThat(OneProbe.run(folder, bySocket).evidence()).contains("timed out");
      server.signal("CONT");
      server.stop();
      ProbeResult gone = OneProbe.run(folder, bySocket);
      assertThat(gone.status()).isEqualTo(Status.FAIL);
      assertThat(gone.evidence()).contains("nobody answers");
    }
  }

  private ProbeResult until(Status wanted, String probe) {
    return Until.found(
        wanted + " of " + probe,
        () -> {
          ProbeResult result = run(probe);
          return result.status() == wanted ? result : null;
        },
        () -> run(probe).evidence());
  }

  private ProbeResult run(String probe) {
    try {
      return OneProbe.run(folder, probe);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Server haproxy(int port, Path socket, int one, int two) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            global
              stats socket %s mode 600
            defaults
              mode http
              timeout connect 1s
              timeout client 5s
              timeout server 5s
            frontend in
              bind 127.0.0.1:%d
              stats enable
              stats uri /stats
              default_backend app
            backend app
              server one 127.0.0.1:%d check inter 200ms fall 1 rise 1
              server two 127.0.0.1:%d check inter 200ms fall 1 rise 1
            """
                .formatted(socket, port, one, two));
    return Server.start(
        List.of(Component.HAPROXY.path().toString(), "-db", "-f", config.toString()),
        port,
        folder.resolve("log"));
  }
}
