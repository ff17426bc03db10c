package jigi.present.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.detect.probe.ForgetfulRecorder;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeRunner;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeTools;
import jigi.detect.probe.TestManuals;
import jigi.detect.probe.heartbeat.HeartbeatRepository;
import jigi.detect.probe.heartbeat.Heartbeats;
import jigi.present.api.http.OpenPort;
import jigi.present.api.http.Visitor;
import jigi.present.api.rooms.HeartbeatRoom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs call as curl does, and what they say is there at once. */
class HeartbeatApiTest {
  private static final String TOKEN = "0123456789abcdef";

  private static final String MANUAL =
      """
      system: shop
      components:
        jobs:
          probes:
            - {heartbeat: {file: token}, name: nightly, period: 1d}
      """;

  @TempDir Path folder;

  @Test
  void aJobSaysHowItGoes() throws Exception {
    Files.writeString(folder.resolve("token"), TOKEN);
    List<Probe> probes = TestManuals.manual(folder, MANUAL).part(TestManuals.PROBES);
    Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T00:00:00Z"));
    try (Network network = new Network();
        Exec exec = new Exec(folder.resolve("attempts"));
        Store store = TestStores.sqlite(folder)) {
      HeartbeatRepository repository = new HeartbeatRepository(store, timeline.instant());
      ProbeScheduler scheduler = scheduler(timeline, network, exec, repository);
      scheduler.activate(probes);
      Heartbeats heartbeats =
          new Heartbeats(
              repository, timeline, () -> probes, name -> null, key -> look(scheduler, key));
      HeartbeatApi api = new HeartbeatApi(heartbeats, new HeartbeatRoom(heartbeats, scheduler));
      try (OpenPort port = new OpenPort("127.0.0.1", 0, api.routes(), visitor(), timeline)) {
        tell(port.port());
      } finally {
        scheduler.close();
        timeline.close();
      }
    }
  }

  private static void tell(int port) throws Exception {
    assertThat(list(port)).contains("\"status\":\"unknown\"", "\"signals\":[]");
    assertThat(call(port, "HEAD", TOKEN, "")).isEqualTo("200 ");
    assertThat(list(port)).contains("it succeeded 0s ago", "\"status\":\"ok\"");
    assertThat(call(port, "GET", TOKEN + "/start", "")).isEqualTo("200 OK\n");
    assertThat(list(port)).contains("a run is under way for 0s");
    assertThat(call(port, "POST", TOKEN + "/3", "disk full")).isEqualTo("200 OK\n");
    assertThat(list(port))
        .contains("exit code 3 0s ago: disk full", "\"code\":3", "\"kind\":\"fail\"")
        .doesNotContain(TOKEN);
    assertThat(call(port, "POST", TOKEN + "/0", "")).isEqualTo("200 OK\n");
    assertThat(list(port)).contains("\"status\":\"ok\"");
    assertThat(call(port, "GET", TOKEN + "/fail", "")).isEqualTo("200 OK\n");
    assertThat(call(port, "GET", TOKEN + "/256", "")).startsWith("404 ").doesNotContain(TOKEN);
    assertThat(call(port, "GET", TOKEN + "/begin", "")).startsWith("404 ");
    for (int i = 0; i < 20; i++) {
      assertThat(call(port, "GET", "x" + TOKEN, "")).startsWith("404 ").doesNotContain(TOKEN);
    }
    assertThat(call(port, "GET", "x" + TOKEN, "")).isEqualTo("429 too many calls\n");
  }

  private static String list(int port) throws Exception {
    return send(port, "GET", "/api/v1/heartbeats", "");
  }

  private static String call(int port, String method, String rest, String body) throws Exception {
    return send(port, method, "/beat/" + rest, body);
  }

  private static String send(int port, String method, String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .method(
                      method,
                      body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  private static void look(ProbeScheduler scheduler, ProbeKey key) {
    try {
      scheduler.runNow(key);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProbeScheduler scheduler(
      Timeline timeline, Network network, Exec exec, HeartbeatRepository repository) {
    ProbeTools tools = TestManuals.tools(network, exec).with(repository);
    return new ProbeScheduler(
        timeline,
        new ProbeRunner(timeline, tools, name -> null),
        new ForgetfulRecorder(),
        new Troubles(),
        List.of());
  }

  private static Visitor visitor() {
    return new Visitor("test", "test", "", (system, verb) -> true, (system, role) -> false, null);
  }
}
