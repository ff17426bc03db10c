package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.kernel.Json;
import jigi.base.store.TestDatabase;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same configuration and the same alerts for the real Alertmanager and for Jigi. */
@Needs("alertmanager")
class AlertmanagerComparisonTest {
  private static final String CONFIG =
      """
      route:
        receiver: all
        group_by: [alertname, host]
        group_wait: 2s
        group_interval: 4s
        repeat_interval: 10s
        routes:
          - matchers: [team="db"]
            receiver: db
            group_by: [host]
            continue: true
          - matchers: ['severity=~"warning|info"', 'team!="db"']
            receiver: calm
            group_by: ['...']
            repeat_interval: 1h
      inhibit_rules:
        - source_matchers: [severity="critical"]
          target_matchers: [severity="warning"]
          equal: [host]
      receivers:
        - {name: all, webhook_configs: [{url: "%1$s"}]}
        - {name: db, webhook_configs: [{url: "%1$s"}]}
        - {name: calm, webhook_configs: [{url: "%1$s", send_resolved: false}]}
      """;

  /** A step: milliseconds, + or -, then the alert's labels. */
  private static final List<String> STEPS =
      List.of(
          "0 + alertname=Down,host=a,severity=critical,component=web",
          "300 + alertname=Down,host=a,severity=critical,component=api",
          "300 + alertname=Locks,host=d,severity=critical,team=db",
          "300 + alertname=Slow,host=a,severity=warning",
          "300 + alertname=Slow,host=c,severity=warning",
          "4000 + alertname=Down,host=a,severity=critical,component=shop",
          "4000 + alertname=Full,host=d,severity=warning,team=db",
          "8000 - alertname=Down,host=a,severity=critical,component=web",
          "12000 - alertname=Down,host=a,severity=critical,component=api",
          "12000 - alertname=Down,host=a,severity=critical,component=shop",
          "12000 - alertname=Slow,host=c,severity=warning",
          "16000 - alertname=Locks,host=d,severity=critical,team=db",
          "20000 - alertname=Full,host=d,severity=warning,team=db");

  private static final int END = 24_400;

  @TempDir Path data;

  /** When, in seconds after the begin, and what. */
  private record Post(long second, String what) {}

  @Test
  void bothTellTheSameAtTheSameTime() throws Exception {
    List<Post> theirs;
    try (HttpEnd end = new HttpEnd()) {
      theirs = alertmanager(end);
    }
    List<Post> ours = jigi();
    assertThat(whats(ours)).containsExactlyElementsOf(whats(theirs));
    for (int i = 0; i < ours.size(); i++) {
      assertThat(sorted(ours).get(i).second())
          .as(sorted(ours).get(i).what())
          .isCloseTo(sorted(theirs).get(i).second(), within(2L));
    }
    assertThat(theirs).as("the steps lead to messages").hasSizeGreaterThan(8);
  }

  private static List<String> whats(List<Post> posts) {
    return sorted(posts).stream().map(Post::what).toList();
  }

  private static List<Post> sorted(List<Post> posts) {
    return posts.stream()
        .sorted(Comparator.comparing(Post::what).thenComparing(Post::second))
        .toList();
  }

  private List<Post> alertmanager(HttpEnd end) throws Exception {
    int port = Server.freePort();
    Path config = Files.writeString(data.resolve("config.yml"), CONFIG.formatted(end.url()));
    List<Post> posts = new ArrayList<>();
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
      long begin = java.lang.System.nanoTime();
      int taken = 0;
      Map<String, Instant> started = new TreeMap<>();
      int next = 0;
      for (int at = 0; at <= END; at += 100) {
        while (java.lang.System.nanoTime() - begin < Duration.ofMillis(at).toNanos()) {
          Thread.sleep(5);
        }
        while (next < STEPS.size() && Integer.parseInt(STEPS.get(next).split(" ")[0]) <= at) {
          tell(client, port, STEPS.get(next++), started);
        }
        for (; taken < end.posts().size(); taken++) {
          posts.add(new Post(at / 1000, what(Json.tree(end.posts().get(taken).body()))));
        }
      }
      server.stop();
    }
    return posts;
  }

  private static void tell(HttpClient client, int port, String step, Map<String, Instant> started)
      throws Exception {
    String[] words = step.split(" ");
    boolean fires = words[1].equals("+");
    Instant now = Instant.now();
    started.putIfAbsent(words[2], now);
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("labels", labels(words[2]));
    alert.put("startsAt", String.valueOf(started.get(words[2])));
    alert.put("endsAt", String.valueOf(fires ? now.plusSeconds(3600) : now));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(List.of(alert))))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    for (String label : text.split(",")) {
      labels.put(label.split("=")[0], label.split("=")[1]);
    }
    return labels;
  }

  private static String what(JsonNode post) {
    Set<String> alerts = new TreeSet<>();
    for (JsonNode alert : post.path("alerts")) {
      Map<String, String> labels = new TreeMap<>();
      alert.path("labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      labels.remove("system");
      alerts.add(alert.path("status").asText() + labels);
    }
    Map<String, String> group = new TreeMap<>();
    post.path("groupLabels")
        .properties()
        .forEach(l -> group.put(l.getKey(), l.getValue().asText()));
    group.remove("system");
    return post.path("receiver").asText() + " " + post.path("status").asText() + group + alerts;
  }

  private List<Post> jigi() throws Exception {
    Map<String, String> files =
        Map.of(
            "jigi.yaml",
            "system: shop\n",
            "alertmanager.yml",
            CONFIG.formatted("http://127.0.0.1:1/"));
    List<Post> posts = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    try (RoutedHouse house =
        new RoutedHouse(data.resolve("jigi"), TestDatabase.SQLITE, files, Foundations.none())) {
      int next = 0;
      for (int at = 0; at <= END; at += 100) {
        if (at > 0) {
          house.pass("100ms");
        }
        while (next < STEPS.size() && Integer.parseInt(STEPS.get(next).split(" ")[0]) <= at) {
          String[] words = STEPS.get(next++).split(" ");
          Map<String, String> labels = labels(words[2]);
          List<String> flat = new ArrayList<>();
          labels.forEach((name, value) -> flat.addAll(List.of(name, value)));
          String[] all = flat.toArray(String[]::new);
          String rule = String.valueOf(labels.get("alertname"));
          String severity = String.valueOf(labels.get("severity"));
          if (words[1].equals("+")) {
            house.fires(words[2], rule, severity, all);
          } else {
            house.ends(words[2], rule, severity, all);
          }
        }
        for (Delivery delivery : house.engine.deliveries(null, 1000)) {
          if (seen.add(delivery.id())) {
            Duration when = Duration.between(RoutedHouse.START, delivery.created());
            posts.add(new Post(when.toSeconds(), what(house.payload(delivery))));
          }
        }
      }
    }
    return posts;
  }
}
