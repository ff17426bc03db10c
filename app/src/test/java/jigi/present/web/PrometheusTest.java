package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import jigi.base.kernel.Json;
import jigi.present.api.prometheus.write.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prometheus's API over HTTP, as a program with a token meets it. */
class PrometheusTest {
  private static final long NOW = Samples.NOW.toEpochMilli();
  private final Gallery gallery = new Gallery(0);
  private final Browser ci = Browser.withToken(gallery.server.port(), "t-ci");

  @AfterEach
  void close() {
    ci.close();
    gallery.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void refuses(int status, String type, String error, String path) {
    HttpResponse<String> answer = ci.get("/api/v1/" + path);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    JsonNode body = Json.tree(answer.body());
    assertThat(body.path("status").asText()).isEqualTo("error");
    assertThat(body.path("errorType").asText()).as(path).isEqualTo(type);
    assertThat(body.path("error").asText()).as(path).contains(error);
  }

  @Test
  void refusesInPrometheusWords() {
    String bad = "bad_data";
    refuses(400, bad, "invalid parameter \"query\": 1:5: parse error", "query?query=sum(");
    refuses(400, bad, "invalid parameter \"query\"", "query");
    refuses(400, bad, "cannot parse \"x\" to a valid timestamp", "query?query=up&time=x");
    refuses(400, bad, "cannot parse \"\" to a valid timestamp", "query_range?query=up");
    refuses(400, bad, "zero or negative", "query_range?query=up&start=1&end=2&step=0");
    refuses(400, bad, "\"x\" to a valid duration", "query_range?query=up&start=1&end=2&step=x");
    refuses(400, bad, "11,000 points", "query_range?query=up&start=1&end=20000&step=1");
    refuses(400, bad, "must not be before", "query_range?query=up&start=3&end=2&step=1");
    String ranges = "query_range?start=1&end=2&step=1&query=" + encoded("up[5m]");
    refuses(400, bad, "\"range vector\" for range query", ranges);
    refuses(400, bad, "must not be before", "query_exemplars?query=up&start=2&end=1");
    refuses(503, "timeout", "timed out", "query?query=up&timeout=0.000001");
    refuses(400, bad, "no match[] parameter", "series");
    refuses(400, bad, "\"limit\"", "labels?limit=x");
    refuses(
        422,
        "execution",
        "",
        "query?query="
            + encoded("probe_success + on() probe_success" + "&time=" + NOW / 1000)
                .replace("%26time%3D", "&time="));
    refuses(400, bad, "invalid parameter \"timeout\"", "query?timeout=1ns&query=probe_success");
  }

  @Test
  void answersFormsAndRepeatedSelectors() {
    String names = "match[]=" + encoded("probe_success{system=\"shop\"}") + "&match[]=nothing";
    JsonNode series = Json.tree(ci.post("/api/v1/series", names).body()).path("data");
    assertThat(series).hasSize(1);
    assertThat(series.at("/0/system").asText()).isEqualTo("shop");
    JsonNode cut = Json.tree(ci.get("/api/v1/labels?limit=2").body());
    assertThat(cut.path("data")).hasSize(2);
    assertThat(cut.at("/warnings/0").asText()).isEqualTo("results truncated due to limit");
    String query = "limit=1&stats=all&query=probe_success&time=" + NOW / 1000;
    assertThat(Json.tree(ci.post("/api/v1/query", query).body()).at("/data/result")).hasSize(1);
    String old = "/api/v1/query?query=probe_success&time=" + (NOW / 1000 + 60);
    assertThat(Json.tree(ci.get(old).body()).at("/data/result")).hasSize(2);
    assertThat(Json.tree(ci.get(old + "&lookback_delta=30s").body()).at("/data/result")).isEmpty();
    assertThat(Json.tree(ci.get(old + "&limit=&timeout=").body()).at("/data/result")).hasSize(2);
    String values = ci.get("/api/v1/label/U__syst_65_m/values?match[]=probe_success").body();
    assertThat(Json.tree(values).path("data").toString()).contains("\"shop\"");
  }

  @Test
  void answersWhatGrafanaAsks() {
    assertThat(ci.get("/api/v1/rules/test/test").statusCode()).isEqualTo(404);
    assertThat(ci.get("/api/v1/rules/test/test").body()).contains("page not found");
    for (String path :
        new String[] {
          "rules",
          "alerts",
          "alertmanagers",
          "targets",
          "targets/metadata",
          "metadata",
          "status/buildinfo",
          "status/runtimeinfo",
          "status/config",
          "status/flags",
          "status/tsdb",
          "status/walreplay",
          "query_exemplars?query=up"
        }) {
      HttpResponse<String> answer = ci.get("/api/v1/" + path);
      assertThat(Json.tree(answer.body()).path("status").asText()).as(path).isEqualTo("success");
    }
    String canonical = ci.get("/api/v1/format_query?query=" + encoded("sum(up)by(job)")).body();
    assertThat(Json.tree(canonical).path("data").asText()).isEqualTo("sum by (job) (up)");
  }

  private HttpResponse<String> write(byte[] body) {
    return ci.send(
        ci.request("/api/v1/write")
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  @Test
  void takesRemoteWriteAndCountsWhatItCannotTake() {
    byte[] good = Wire.series(42.5, NOW, "__name__", "sent", "job", "a");
    byte[] nameless = Wire.series(1, NOW, "job", "c");
    byte[] ahead = Wire.series(1, NOW + 3_600_000, "__name__", "sent", "job", "d");
    assertThat(write(Wire.request(good)).statusCode()).isEqualTo(204);
    HttpResponse<String> mixed =
        write(
            Wire.request(
                Wire.series(7, NOW, "__name__", "sent", "job", "a"),
                Wire.series(8, NOW, "__name__", "sent", "job", "e"),
                nameless,
                ahead));
    assertThat(mixed.statusCode()).isEqualTo(400);
    assertThat(mixed.body())
        .contains("duplicate sample for timestamp: 1")
        .contains("out of bounds: 1")
        .contains("invalid labels (a series without a metric name): 1");
    JsonNode stored =
        Json.tree(ci.get("/api/v1/query?query=sent&time=" + NOW / 1000).body()).at("/data/result");
    assertThat(stored).hasSize(2);
    assertThat(stored.at("/0/value/1").asText()).isEqualTo("42.5");
    assertThat(stored.at("/1/metric/job").asText()).isEqualTo("e");
  }

  @Test
  void federatesInTheFormatThatIsAskedFor() {
    String path = "/federate?match[]=" + encoded("probe_success{system=\"shop\"}");
    String line = "probe_success{component=\"web\",system=\"shop\",instance=\"\"} 0 ";
    HttpResponse<String> text = ci.get(path);
    assertThat(text.body()).isEqualTo("# TYPE probe_success untyped\n" + line + NOW + "\n");
    assertThat(text.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
    HttpResponse<String> open =
        ci.send(ci.request(path).header("Accept", "application/openmetrics-text;version=1.0.0"));
    assertThat(open.body())
        .isEqualTo("# TYPE probe_success unknown\n" + line + NOW / 1000 + "\n# EOF\n");
    assertThat(open.headers().firstValue("Content-Type").orElse("")).contains("openmetrics");
    assertThat(ci.get("/federate?match[]=1").statusCode()).isEqualTo(400);
  }

  @Test
  void noBytesBreakRemoteWrite() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] good = Wire.request(Wire.series(1, NOW, "__name__", "fuzzed", "job", "a"));
    for (int i = 0; i < 300; i++) {
      byte[] body = good.clone();
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      assertThat(write(body).statusCode()).as("seed %d", seed).isIn(204, 400);
    }
    assertThat(write(good).statusCode()).isIn(204, 400);
  }

  @Test
  void aReaderMayNotWrite() {
    Browser stranger = Browser.stranger(gallery.server.port());
    assertThat(stranger.post("/api/v1/write", "x").statusCode()).isEqualTo(401);
    stranger.close();
  }
}
