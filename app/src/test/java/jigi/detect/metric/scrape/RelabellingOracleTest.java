package jigi.detect.metric.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.kernel.Json;
import jigi.detect.probe.Target;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus and ours find the same targets and series by the same file. */
@Needs("prometheus")
class RelabellingOracleTest {
  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void findsTheSameTargetsAndSeries() throws Exception {
    try (Target target = Target.start();
        Scene scene = new Scene(folder)) {
      target.says(
          "/metrics",
          200,
          """
          a{Method="GET",path="/x/1",tmp_a="1",tmp_b="2"} 1
          a{Method="PUT",path="/x/2",same="q",other="q"} 2
          b{path="/y",host="H-1"} 3
          dropped_total 4
          """);
      Files.writeString(
          folder.resolve("t.yml"),
          "- targets: ['127.0.0.1:%1$d', 'localhost:%1$d']\n  labels: {__path: one, dc: East}\n"
              .formatted(target.port()));
      String yaml = yaml(target.port());
      scene.activate(yaml);
      scene.pass(Duration.ofSeconds(12));
      try (Peer peer = new Peer(folder)) {
        Set<String> ours =
            scene.query("{__name__=~\".+\"}").keySet().stream()
                .map(name -> name.replace(", system=\"shop\"", ""))
                .filter(name -> !name.startsWith("scrape_"))
                .collect(Collectors.toSet());
        assertThat(ours).hasSizeGreaterThan(12);
        Until.so(
            "the same series",
            () -> series(peer).equals(ours),
            () -> ours + "\nand there\n" + series(peer));
        JsonNode theirs = peer.get("/api/v1/targets").path("data").path("droppedTargets");
        assertThat(scene.scraping.dropped()).hasSize(theirs.size());
        assertThat(
                scene.scraping.dropped().stream()
                    .map(Scraping.DroppedView::discovered)
                    .collect(Collectors.toSet()))
            .isEqualTo(
                java.util.stream.StreamSupport.stream(theirs.spliterator(), false)
                    .map(
                        each ->
                            Json.read(
                                each.path("discoveredLabels").toString(), java.util.Map.class))
                    .collect(Collectors.toSet()));
      }
    }
  }

  private static TreeSet<String> series(Peer peer) {
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode each :
        peer.get("/api/v1/query?query=" + encoded("{__name__=~\".+\",__name__!~\"scrape_.*\"}"))
            .path("data")
            .path("result")) {
      names.add(
          each.path("metric").path("__name__").asText()
              + each.path("metric").properties().stream()
                  .filter(label -> !label.getKey().equals("__name__"))
                  .map(label -> label.getKey() + "=\"" + label.getValue().asText() + "\"")
                  .sorted()
                  .collect(Collectors.joining(", ", "{", "}")));
    }
    return names;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Every action, with and without what it may leave out. */
  private static String yaml(int port) {
    return """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
        - job_name: files
          file_sd_configs: [{files: ['t.yml']}]
          relabel_configs:
          - {source_labels: [__address__], regex: '(.+):(\\d+)', target_label: at, replacement: '$2-${1}-$1x-$$'}
          - {source_labels: [__address__, dc], separator: '/', target_label: both}
          - {source_labels: [__address__], modulus: 7, target_label: shard, action: hashmod}
          - {regex: '__meta_(file)(.+)', replacement: 'from_${1}_$2', action: labelmap}
          - {source_labels: [from_file_path], regex: '.*/', target_label: from_file_path, replacement: ''}
          - {source_labels: [from_file_path], target_label: from_file_path, replacement: 'f'}
          - {source_labels: [dc], target_label: lower, action: lowercase}
          - {source_labels: [dc], target_label: upper, action: uppercase}
          - {source_labels: [nothing], regex: 'x', target_label: never, replacement: y}
          - {target_label: fixed, replacement: z}
          - {source_labels: [upper], regex: EAST, action: keep}
          - {source_labels: [fixed], regex: '(z)', target_label: 'l_$1', replacement: '$1'}
        - job_name: dropped
          static_configs: [{targets: ['127.0.0.1:1', '127.0.0.1:2'], labels: {a: b}}]
          relabel_configs:
          - {source_labels: [__address__], regex: '.*:[12]', action: drop}
        - job_name: series
          scheme: http
          metrics_path: /metrics
          static_configs: [{targets: ['127.0.0.1:%d'], labels: {tmp_c: '3', same: s}}]
          metric_relabel_configs:
          - {source_labels: [__name__], regex: 'dropped_.*', action: drop}
          - {regex: 'tmp_.*', action: labeldrop}
          - {source_labels: [path], regex: '/(\\w+)/?(.*)', target_label: root, replacement: '$1'}
          - {source_labels: [Method], target_label: Method, action: LowerCase}
          - {source_labels: [exported_same], target_label: other, action: dropequal}
          - {source_labels: [__name__], regex: b, target_label: __name__, replacement: renamed}
        - job_name: kept
          static_configs: [{targets: ['127.0.0.1:%d']}]
          metric_relabel_configs:
          - {source_labels: [same], target_label: other, action: keepequal}
          - {regex: '__name__|job|instance|path', action: labelkeep}
        """
        .formatted(port, port);
  }

  /** A Prometheus with the same file. */
  private final class Peer implements AutoCloseable {
    private final Process process;
    private final int port;

    Peer(Path folder) throws IOException {
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      process =
          new ProcessBuilder(
                  Component.named("prometheus").find().orElseThrow().toString(),
                  "--config.file=" + folder.resolve("prometheus.yml"),
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("peer.log").toFile())
              .start();
      Until.so("Prometheus", this::ready, () -> log(folder));
    }

    private static String log(Path folder) {
      try {
        return Files.readString(folder.resolve("peer.log"));
      } catch (IOException e) {
        return "no log";
      }
    }

    private boolean ready() {
      try {
        return ask("/-/ready").statusCode() == 200;
      } catch (IOException e) {
        return false;
      }
    }

    JsonNode get(String path) {
      try {
        return Json.tree(ask(path).body());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private HttpResponse<String> ask(String path) throws IOException {
      try {
        return client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
