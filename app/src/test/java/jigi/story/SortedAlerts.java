package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import jigi.base.kernel.Json;
import jigi.operate.notify.mailbox.MailSink;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.testing.JigiCommand;
import jigi.testing.RunningJigi;

/** Alerts of a rule of its own, of a Prometheus and of an Alertmanager, as people see them. */
record SortedAlerts(RunningJigi jigi, JigiCommand commands, MailSink mails) {
  static final String SYSTEM = "sorted";

  /** A system without a thing that is broken. */
  static void write(Path folder, int port) throws IOException {
    Path manual = folder.resolve(SYSTEM);
    Files.createDirectories(manual.resolve("rules"));
    Files.writeString(
        manual.resolve("jigi.yaml"),
        """
        system: sorted
        people: {kim: {email: kim@example.com}}
        channels: {mail: {smtp: '127.0.0.1:%d'}}
        routes:
          critical: {to: [kim], by: [mail]}
          warning: {to: [kim], by: [mail]}
          info: {to: [kim], by: [mail]}
        incidents:
          levels: {critical: P0, warning: P3}
          names: {P0: Critical, P3: Medium}
        components:
          disk: {probes: [{file: %s, every: 5s}]}
        """
            .formatted(port, folder.resolve("sorted.up")));
    Files.writeString(folder.resolve("sorted.up"), "up\n");
    Files.writeString(
        manual.resolve("rules/r.yaml"),
        """
        groups:
          - name: g
            interval: 5s
            rules:
              - alert: DiskGone
                expr: probe_success{component="disk"} == 0
                labels: {severity: warning}
                annotations: {summary: the disk is gone}
        """);
  }

  private String token() {
    return commands
        .run("token", "create", "theirs", "--scope", "webhook", "--system", SYSTEM)
        .out()
        .strip();
  }

  private int post(String path, String token, Object body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(jigi.uri("/api/v1/outside/" + SYSTEM + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
  }

  private static Map<String, Object> alert(String name, String severity) {
    return Map.of(
        "labels",
        Map.of("alertname", name, "severity", severity),
        "annotations",
        Map.of("summary", name + " is bad"),
        "endsAt",
        "2099-01-01T00:00:00Z");
  }

  void areToldAndShownByTheirSeverities(Path folder, Waiting waiting) throws Exception {
    String token = token();
    List<Map<String, Object>> posted =
        List.of(alert("TheirOutage", "critical"), alert("TheirPage", "page"));
    assertThat(post("/api/v2/alerts", "wrong", posted)).isEqualTo(401);
    assertThat(post("/api/v2/alerts", token, posted)).isEqualTo(200);
    Map<String, Object> noted = new TreeMap<>(alert("TheirNote", "info"));
    noted.put("status", "firing");
    noted.put("startsAt", "2026-01-01T00:00:00Z");
    assertThat(post("/alertmanager", token, Map.of("version", "4", "alerts", List.of(noted))))
        .isEqualTo(200);
    Files.delete(folder.resolve("sorted.up"));
    waiting.until("four fire", () -> severities().size() == 4);
    assertThat(severities())
        .isEqualTo(
            Map.of(
                "TheirOutage", "critical",
                "TheirPage", "warning",
                "TheirNote", "info",
                "DiskGone", "warning"));
    assertThat(jigi.page("/alerts"))
        .containsPattern("(?s)TheirOutage</b>.*?긴급.*?</tr>")
        .containsPattern("(?s)TheirPage</b>.*?경고.*?</tr>")
        .containsPattern("(?s)TheirNote</b>.*?정보.*?</tr>")
        .containsPattern("(?s)DiskGone</b>.*?경고.*?</tr>");
    waiting.until(
        "each is told by its severity",
        () ->
            told("긴급: TheirOutage is bad")
                && told("경고: TheirPage is bad")
                && told("정보: TheirNote is bad")
                && told("경고: the disk is gone"));
    waiting.until("the critical one is an incident", () -> !incident().isMissingNode());
    assertThat(incident().path("level").asText()).isEqualTo("P0");
    assertThat(jigi.page("/incidents/" + incident().path("id").asText()))
        .contains("P0", "Critical", "TheirOutage");
    Files.writeString(folder.resolve("sorted.up"), "up\n");
  }

  /** How a story lets time pass. */
  interface Waiting {
    void until(String what, BooleanSupplier so);
  }

  private Map<String, String> severities() {
    Map<String, String> all = new TreeMap<>();
    for (JsonNode row : jigi.get("/api/v1/alerts/list").path("alerts")) {
      if (row.path("system").asText().equals(SYSTEM)) {
        all.put(row.path("rule").asText(), row.path("severity").asText());
      }
    }
    return all;
  }

  private boolean told(String words) {
    return mails.mails().stream().map(ReceivedMail::subject).anyMatch(one -> one.contains(words));
  }

  private JsonNode incident() {
    return StreamSupport.stream(
            jigi.get("/api/v1/incidents").path("incidents").spliterator(), false)
        .filter(row -> row.path("title").asText().contains("TheirOutage"))
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }
}
