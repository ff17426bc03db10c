package jigi.present.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Alertmanager and the real Prometheus post, taken by the real alert engine. */
class OutsideApiTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final String CONFIG =
      """
      route: {receiver: jigi, group_wait: 0s, group_interval: 1s, group_by: ['...']}
      receivers:
        - {name: jigi, webhook_configs: [{url: "%s"}]}
      """;

  private static final String PROMETHEUS =
      """
      global: {evaluation_interval: 1s}
      rule_files: [%s]
      alerting:
        alertmanagers:
          - path_prefix: /api/v1/outside/shop
            authorization: {credentials: its-token}
            static_configs: [{targets: ['%s']}]
      """;
  private static final String RULES =
      """
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: %s
              labels: {severity: critical, component: web}
              annotations: {summary: web is down}
      """;

  @TempDir Path data;

  @Test
  @Needs("alertmanager")
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

  @Test
  @Needs("prometheus")
  void takesWhatTheRealPrometheusPosts() throws Exception {
    try (HttpEnd end = new HttpEnd();
        House house = new House()) {
      prometheus(end);
      HttpEnd.Post first = end.posts().getFirst();
      assertThat(first.path()).isEqualTo("/api/v1/outside/shop/api/v2/alerts");
      assertThat(first.header("Authorization")).isEqualTo("Bearer its-token");
      Instant then = posted(first.body(), Instant.EPOCH).getFirst().since();
      house.timeline.notBefore(then);
      AlertEngine engine = house.engine();
      engine.take("shop", posted(first.body(), then));
      engine.take("shop", posted(first.body(), then));
      assertThat(house.happened()).containsExactly("firing");
      assertThat(house.latest().what().args())
          .containsEntry("alert", "WebDown")
          .containsEntry("severity", "critical")
          .containsEntry("summary", "web is down");
      assertThat(house.latest().what().args().get("annotations")).contains("/graph?");
      String last = end.posts().getLast().body();
      engine.take("shop", posted(last, Instant.now()));
      engine.take("shop", posted(last, Instant.now()));
      assertThat(house.happened()).containsExactly("firing", "resolved");
      assertThat(house.latest().what().args()).containsEntry("reason", "recovered");
    }
  }

  /** Fires, and is then told by its rule that it no longer does. */
  private void prometheus(HttpEnd end) throws Exception {
    int port = Server.freePort();
    Path rules = Files.writeString(data.resolve("rules.yml"), RULES.formatted("vector(1)"));
    Path config =
        Files.writeString(
            data.resolve("prometheus.yml"),
            PROMETHEUS.formatted(rules, URI.create(end.base()).getAuthority()));
    try (Server server =
            Server.start(
                List.of(
                    Component.PROMETHEUS.path().toString(),
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + data.resolve("tsdb"),
                    "--web.enable-lifecycle",
                    "--rules.alert.resend-delay=1s",
                    "--web.listen-address=127.0.0.1:" + port),
                port,
                data.resolve("log"));
        HttpClient client = HttpClient.newHttpClient()) {
      Until.so("firing is posted", () -> !end.posts().isEmpty(), () -> read(data.resolve("log")));
      Files.writeString(rules, RULES.formatted("vector(1) == 0"));
      HttpRequest reload =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/reload"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(client.send(reload, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      Until.so(
          "the end is posted",
          () -> !posted(end.posts().getLast().body(), Instant.now()).getFirst().firing(),
          () -> read(data.resolve("log")));
      server.stop();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<OutsideAlert> posted(String body, Instant now) {
    PostedAlerts posted = PostedAlerts.read(body, now);
    assertThat(posted.wrong()).isEmpty();
    return posted.alerts();
  }

  @Test
  void isOverWhenItIsNotToldOfAgain() throws Exception {
    try (House house = new House()) {
      AlertEngine engine = house.engine();
      house.posts(engine, "WebDown", "{}", START.plusSeconds(240));
      house.posts(engine, "Held", "{\"jigi_no_data\":\"hold\"}", START.plusSeconds(240));
      house.posts(engine, "WithoutEnd", "{}", null);
      house.advance(239);
      house.posts(engine, "WebDown", "{}", START.plusSeconds(479));
      house.advance(1);
      assertThat(house.happened()).containsExactly("firing", "firing", "firing", "unknown");
      house.advance(60);
      assertThat(house.latest().what().args())
          .as("its resolve_timeout")
          .containsEntry("alert", "WithoutEnd")
          .containsEntry("reason", "expired");
      house.posts(engine, "Held", "{\"jigi_no_data\":\"hold\"}", START.plusSeconds(9999));
      house.posts(engine, "Held", "{}", START.plusSeconds(300));
      assertThat(house.happened().subList(4, 7)).containsExactly("resolved", "known", "resolved");
      house.advance(178);
      assertThat(house.happened()).as("told of again in time").hasSize(7);
      AlertEngine restarted = house.restarted();
      house.advance(299);
      assertThat(house.happened()).as("nobody could tell it").hasSize(7);
      house.posts(restarted, "WebDown", "{}", START.plusSeconds(900));
      house.advance(122);
      assertThat(house.happened()).hasSize(7);
      house.advance(1);
      assertThat(house.happened()).hasSize(8);
      assertThat(house.latest().what().args())
          .containsEntry("alert", "WebDown")
          .containsEntry("reason", "expired");
    }
  }

  @Test
  void takesTheAlertsThatCanBeTakenAndSaysWhatIsWrongWithTheOthers() {
    PostedAlerts posted =
        PostedAlerts.read(
            """
            [{"labels": {"alertname": "A", "empty": ""}, "startsAt": "0001-01-01T00:00:00Z"},
             {"labels": {"a": "b"}},
             {"labels": {"alertname": "B"}, "startsAt": "2026-03-02T00:00:00Z",
              "endsAt": "2026-03-01T00:00:00Z"},
             {"labels": {"alertname": "C"}, "endsAt": "2026-02-01T00:00:00Z"}]
            """,
            START);
    assertThat(posted.alerts().getFirst())
        .isEqualTo(
            new OutsideAlert(
                Map.of("alertname", "A"), Map.of(), true, START, START.plusSeconds(300)));
    assertThat(posted.alerts().getLast().firing()).isFalse();
    assertThat(posted.wrong())
        .containsExactly(
            "an alert has no label 'alertname' {a=b}",
            "an alert ends at 2026-03-01T00:00:00Z before it begins at 2026-03-02T00:00:00Z");
    assertThatThrownBy(() -> PostedAlerts.read("{}", START)).hasMessageContaining("no JSON array");
  }

  /** Alerts and what is told of them, on a standing clock. */
  private final class House implements AutoCloseable {
    Timeline timeline = Timeline.standing(START);
    private Stores stores = stores();
    private SqlJournal journal = journal();

    private Stores stores() {
      return TestDatabase.SQLITE.open(data.resolve("jigi"), new Troubles());
    }

    private SqlJournal journal() {
      return new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
    }

    /** As a process that dies and is started again. */
    AlertEngine restarted() {
      Instant then = timeline.instant();
      close();
      timeline = Timeline.standing(then);
      stores = stores();
      journal = journal();
      return engine();
    }

    AlertEngine engine() {
      return OutsideApiTest.engine(stores, journal, timeline);
    }

    void posts(AlertEngine engine, String name, String annotations, @Nullable Instant end) {
      String body =
          "[{\"labels\":{\"alertname\":\"%s\"},\"annotations\":%s,\"startsAt\":\"%s\"%s}]"
              .formatted(
                  name, annotations, START, end == null ? "" : ",\"endsAt\":\"" + end + "\"");
      engine.take("shop", posted(body, timeline.instant()));
    }

    void advance(long seconds) throws InterruptedException {
      timeline.advance(Duration.ofSeconds(seconds));
    }

    /** Oldest first. */
    List<String> happened() {
      return kinds(journal).reversed().stream().map(kind -> kind.replace("alert.", "")).toList();
    }

    Event latest() {
      return journal.find(new EventQuery(null, null, null, "alert.", null, 1)).getFirst();
    }

    @Override
    public void close() {
      journal.close();
      stores.close();
      timeline.close();
    }
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
