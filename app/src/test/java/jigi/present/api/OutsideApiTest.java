package jigi.present.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.detect.alert.AlertEngine;
import jigi.detect.alert.OutsideAlert;
import jigi.detect.rule.StoredMetrics;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.promql.QueryOptions;
import jigi.operate.notify.HttpEnd;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Alertmanager posts, taken by the real alert engine. */
@Needs("alertmanager")
class OutsideApiTest {
  private static final String CONFIG =
      """
      route: {receiver: jigi, group_wait: 0s, group_interval: 1s, group_by: ['...']}
      receivers:
        - {name: jigi, webhook_configs: [{url: "%s"}]}
      """;

  @TempDir Path data;

  @Test
  void takesWhatTheRealAlertmanagerPosts() throws Exception {
    try (HttpEnd end = new HttpEnd();
        Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T00:00:00Z"));
        Stores stores = TestDatabase.SQLITE.open(data.resolve("jigi"), new Troubles());
        SqlJournal journal =
            new SqlJournal(stores.store(), timeline, new Troubles(), stores.node())) {
      List<String> bodies = alertmanager(end);
      AlertEngine engine = engine(stores, journal, timeline);
      List<OutsideAlert> firing = OutsideApi.read(bodies.getFirst());
      engine.take("shop", firing);
      engine.take("shop", firing);
      assertThat(kinds(journal)).as("the second time is the same").containsExactly("alert.firing");
      Event event = journal.find(new EventQuery(null, null, null, null, null, 1)).getFirst();
      assertThat(event.what().args())
          .containsEntry("alert", "WebDown")
          .containsEntry("severity", "critical")
          .containsEntry("summary", "web is down")
          .containsEntry("rule", "outside:shop/WebDown");
      assertThat(event.what().component()).isEqualTo("web");
      assertThat(event.what().args().get("labels"))
          .contains("\"system\":\"shop\"", "\"exported_system\":\"theirs\"");

      AlertEngine restarted = engine(stores, journal, timeline);
      restarted.onRules(Set.of("shop"), Set.of());
      assertThat(kinds(journal)).as("no reload ends it").containsExactly("alert.firing");
      restarted.take("shop", OutsideApi.read(bodies.getLast()));
      restarted.take("shop", OutsideApi.read(bodies.getLast()));
      assertThat(kinds(journal)).containsExactly("alert.resolved", "alert.firing");
    }
  }

  @Test
  void refusesWhatNoAlertmanagerPosts() {
    assertThatThrownBy(() -> OutsideApi.read("{\"version\":\"3\",\"alerts\":[]}"))
        .hasMessageContaining("version '3'");
    assertThatThrownBy(
            () -> OutsideApi.read("{\"version\":\"4\",\"alerts\":[{\"labels\":{\"a\":\"b\"}}]}"))
        .hasMessageContaining("no label 'alertname'");
  }

  private List<String> alertmanager(HttpEnd end) throws Exception {
    int port = Server.freePort();
    Path config = Files.writeString(data.resolve("config.yml"), CONFIG.formatted(end.url()));
    try (Server server =
            Server.start(
                List.of(
                    Component.ALERTMANAGER.path().toString(),
                    "--config.file=" + config,
                    "--storage.path=" + data.resolve("am"),
                    "--cluster.listen-address=",
                    "--web.listen-address=127.0.0.1:" + port),
                port,
                data.resolve("log"));
        HttpClient client = HttpClient.newHttpClient()) {
      Instant begun = Instant.now();
      tell(client, port, begun, begun.plusSeconds(3600));
      Until.so("firing is posted", () -> said(end, "firing"), () -> "" + end.posts().size());
      tell(client, port, begun, Instant.now());
      Until.so("the end is posted", () -> said(end, "resolved"), () -> "" + end.posts().size());
      server.stop();
      return List.of(body(end, "firing"), body(end, "resolved"));
    }
  }

  private static boolean said(HttpEnd end, String status) {
    return end.posts().stream().anyMatch(post -> status(post.body()).equals(status));
  }

  private static String body(HttpEnd end, String status) {
    return end.posts().stream()
        .map(HttpEnd.Post::body)
        .filter(body -> status(body).equals(status))
        .findFirst()
        .orElseThrow();
  }

  private static String status(String body) {
    return Json.tree(body).path("status").asText();
  }

  private static void tell(HttpClient client, int port, Instant from, Instant until)
      throws Exception {
    Map<String, Object> alert =
        Map.of(
            "labels",
            Map.of(
                "alertname",
                "WebDown",
                "severity",
                "critical",
                "component",
                "web",
                "system",
                "theirs"),
            "annotations",
            Map.of("summary", "web is down"),
            "startsAt",
            from.toString(),
            "endsAt",
            until.toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(List.of(alert))))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static AlertEngine engine(Stores stores, SqlJournal journal, Timeline timeline) {
    return new AlertEngine(
        new AlertEngine.Surroundings(
            stores.store(),
            journal,
            timeline,
            new StoredMetrics(EmbeddedMetricStore.inMemory(), QueryOptions.DEFAULT),
            "http://127.0.0.1:7070"));
  }

  private static List<String> kinds(SqlJournal journal) {
    return journal.find(new EventQuery(null, null, null, null, null, 20)).stream()
        .map(event -> event.what().kind().name())
        .filter(kind -> kind.startsWith("alert."))
        .toList();
  }
}
