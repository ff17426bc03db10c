package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timeline;
import jigi.detect.metric.MetricEvents;
import jigi.present.api.http.OpenPort;
import jigi.present.api.http.Visitor;
import jigi.present.api.prometheus.PrometheusApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What changes the stored samples, and the port on which nothing can be changed. */
class PrometheusAdminTest {
  private static final String DELETE = "/api/v1/admin/tsdb/delete_series";
  private final Gallery gallery = new Gallery(0);
  private final Browser admin = Browser.withToken(gallery.server.port(), "t-admin");
  private final Browser ci = Browser.withToken(gallery.server.port(), "t-ci");

  @AfterEach
  void close() {
    ci.close();
    admin.close();
    gallery.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int count(Browser browser) {
    String query = "/api/v1/query?query=" + encoded("count_over_time(probe_success[1h])");
    JsonNode result =
        Json.tree(browser.get(query + "&time=" + Samples.NOW.getEpochSecond()).body())
            .at("/data/result");
    int count = 0;
    for (JsonNode each : result) {
      count += each.path("value").path(1).asInt();
    }
    return count;
  }

  @Test
  void anAdministratorDeletesAndTheJournalKnows() {
    SamplePrometheus.EVENTS.clear();
    assertThat(count(admin)).isEqualTo(26);
    String shop = "match[]=" + encoded("probe_success{system=\"shop\"}");
    String from = "&start=" + Samples.NOW.minusSeconds(30).getEpochSecond();
    assertThat(ci.post(DELETE, shop).statusCode()).isEqualTo(403);
    assertThat(admin.post(DELETE, "start=1").statusCode()).isEqualTo(400);
    assertThat(admin.post(DELETE, "match[]=" + encoded("{")).body()).contains("parse error");
    assertThat(SamplePrometheus.EVENTS).isEmpty();
    assertThat(admin.post(DELETE, shop + from).statusCode()).isEqualTo(204);
    assertThat(count(admin)).isEqualTo(26 - 7);
    HttpResponse<String> clean = admin.post("/api/v1/admin/tsdb/clean_tombstones", "");
    assertThat(clean.statusCode()).isEqualTo(204);
    assertThat(SamplePrometheus.EVENTS.stream().map(EventDraft::kind))
        .containsExactly(MetricEvents.DELETED, MetricEvents.CLEANED);
    assertThat(SamplePrometheus.EVENTS.getFirst().args())
        .containsEntry("series", "[probe_success{system=\"shop\"}]");
  }

  @Test
  void theOpenPortReadsWithoutATokenAndOnlyReads() throws IOException {
    Visitor reader =
        new Visitor("open", "open", "", (s, verb) -> verb.equals("view"), (s, r) -> false, null);
    try (Timeline timeline = Timeline.standing(Samples.NOW);
        OpenPort port =
            new OpenPort(
                "127.0.0.1",
                0,
                PrometheusApi.readingRoutes(SamplePrometheus.sources()),
                reader,
                timeline);
        Browser anyone = Browser.stranger(port.port());
        Browser old = Browser.withToken(port.port(), "of-another-server")) {
      assertThat(count(anyone)).isEqualTo(26);
      assertThat(count(old)).isEqualTo(26);
      assertThat(anyone.post("/api/v1/query", "query=1").statusCode()).isEqualTo(200);
      assertThat(anyone.get("/-/healthy").statusCode()).isEqualTo(200);
      assertThat(anyone.get("/federate?match[]=probe_success").statusCode()).isEqualTo(200);
      for (String path : new String[] {DELETE, "/api/v1/write", "/api/v1/runs", "/-/reload"}) {
        assertThat(anyone.post(path, "match[]=up").statusCode()).as(path).isEqualTo(404);
      }
      for (String path : new String[] {"/", "/api/v1/overview", "/sign-in", "/api/v1/journal"}) {
        assertThat(anyone.get(path).statusCode()).as(path).isEqualTo(404);
      }
      HttpRequest.Builder forged =
          anyone.request("/api/v1/query").header("Sec-Fetch-Site", "cross-site");
      assertThat(
              anyone
                  .send(
                      forged
                          .header("Content-Type", "application/x-www-form-urlencoded")
                          .POST(HttpRequest.BodyPublishers.ofString("query=1")))
                  .statusCode())
          .isEqualTo(403);
      assertThat(asHost(port.port(), "evil.example")).startsWith("HTTP/1.1 421 ");
      assertThat(asHost(port.port(), "localhost:9090")).startsWith("HTTP/1.1 200 ");
    }
  }

  private static String asHost(int port, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = "GET /-/healthy HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(10_000);
      return String.valueOf(
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine());
    }
  }
}
