package jigi.detect.probe.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs("alertmanager")
class AlertmanagerProbeTest {
  @TempDir Path folder;

  @Test
  void countsAlertsAndNoticesThatItIsGone() throws Exception {
    int port = Server.freePort();
    Path config =
        Files.writeString(
            folder.resolve("config.yml"), "route: {receiver: r}\nreceivers: [{name: r}]\n");
    try (Server server =
        Server.start(
            List.of(
                Component.ALERTMANAGER.path().toString(),
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + port),
            port,
            folder.resolve("log"))) {
      ProbeResult quiet = probe(port, "");
      assertThat(quiet.status()).as(quiet.evidence()).isEqualTo(Status.OK);
      assertThat(OneProbe.samples(quiet))
          .containsEntry("alertmanager_alerts{state=\"active\"}", 0.0)
          .containsEntry("alertmanager_silences", 0.0);
      post(port, "/api/v2/alerts", "[{\"labels\": {\"alertname\": \"A\"}}]");
      ProbeResult told = probe(port, ", expect: [active == 0]");
      assertThat(told.status()).isEqualTo(Status.FAIL);
      assertThat(told.evidence()).contains("expected active == 0, active is 1");
      server.signal("STOP");
      assertThat(probe(port, ", timeout: 1s").status()).isEqualTo(Status.FAIL);
      server.signal("CONT");
      assertThat(probe(port, "").status()).isEqualTo(Status.OK);
      server.stop();
      assertThat(probe(port, "").status()).isEqualTo(Status.FAIL);
    }
  }

  private ProbeResult probe(int port, String keys) throws InterruptedException {
    return OneProbe.byHttp(folder, port, "{alertmanager: main" + keys + "}");
  }

  private static void post(int port, String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }
}
