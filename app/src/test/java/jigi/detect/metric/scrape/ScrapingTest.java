package jigi.detect.metric.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import jigi.detect.probe.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapingTest {
  private static final Duration TURN = Duration.ofSeconds(5);

  @TempDir Path folder;
  private Scene scene;
  private Target target;

  @BeforeEach
  void start() throws Exception {
    scene = new Scene(folder);
    target = Target.start();
  }

  @AfterEach
  void stop() {
    scene.close();
    target.close();
  }

  private String address() {
    return "127.0.0.1:" + target.port();
  }

  private String job(String more) {
    return """
        global: {scrape_interval: 5s, scrape_timeout: 5s}
        scrape_configs:
        - job_name: app
          static_configs: [{targets: ['%s'], labels: {env: live}}]
        """
            .formatted(address())
        + more.indent(2);
  }

  private String labels(String more) {
    return more + "env=\"live\", instance=\"" + address() + "\", job=\"app\", system=\"shop\"}";
  }

  @Test
  void scrapesWithTheReportsOfPrometheus() throws Exception {
    target.says("/metrics", 200, "a 1\nb{x=\"y\"} 2\n");
    scene.activate(job(""));
    scene.pass(TURN);
    assertThat(scene.query("{job=\"app\", __name__!~\"scrape_d.*\"}"))
        .isEqualTo(
            Map.of(
                labels("a{"),
                1.0,
                "b{env=\"live\", instance=\""
                    + address()
                    + "\", job=\"app\", system=\"shop\","
                    + " x=\"y\"}",
                2.0,
                labels("up{"),
                1.0,
                labels("scrape_samples_scraped{"),
                2.0,
                labels("scrape_samples_post_metric_relabeling{"),
                2.0,
                labels("scrape_series_added{"),
                2.0));
    scene.pass(TURN);
    assertThat(scene.query("scrape_series_added").values()).containsExactly(0.0);
    assertThat(scene.query("scrape_duration_seconds")).hasSize(1);
  }

  @Test
  void aTargetThatFailsIsDownAndItsSeriesEnd() throws Exception {
    target.says("/metrics", 200, "a 1\n");
    scene.activate(job(""));
    scene.pass(TURN);
    target.says("/metrics", 500, "");
    scene.pass(TURN);
    assertThat(scene.query("a")).isEmpty();
    assertThat(scene.query("up").values()).containsExactly(0.0);
    assertThat(error()).isEqualTo("server returned HTTP status 500 Internal Server Error");
    target.says("/metrics", 200, "a 1\n");
    scene.pass(TURN);
    assertThat(scene.query("a")).hasSize(1);
    assertThat(scene.query("up").values()).containsExactly(1.0);
  }

  @Test
  void aTargetThatIsGoneEndsWithAllItsSeries() throws Exception {
    target.says("/metrics", 200, "a 1\n");
    Path file = folder.resolve("targets.json");
    Files.writeString(
        file, "[{\"targets\": [\"" + address() + "\"], \"labels\": {\"zone\": \"1\"}}]");
    scene.activate(
        """
        global: {scrape_interval: 5s}
        scrape_configs:
        - {job_name: app, file_sd_configs: [{files: ['*.json']}]}
        """);
    scene.pass(TURN.multipliedBy(2));
    assertThat(scene.query("a{zone=\"1\"}")).hasSize(1);
    assertThat(scene.scraping.targets().getFirst().discovered())
        .containsEntry("__meta_filepath", file.toString());

    Files.writeString(file, "[{\"targets\": [");
    scene.pass(TURN.multipliedBy(2));
    assertThat(scene.query("a")).as("a broken file keeps its targets").hasSize(1);

    Files.writeString(file, "[]");
    scene.pass(TURN.multipliedBy(2));
    assertThat(scene.query("a")).isEmpty();
    assertThat(scene.query("up")).isEmpty();
    assertThat(scene.scraping.targets()).isEmpty();
  }

  @Test
  void aChangedJobGoesOnWithItsSeries() throws Exception {
    target.says("/metrics", 200, "a 1\nb 1\n");
    scene.activate(job(""));
    scene.pass(TURN);
    scene.activate(
        job("metric_relabel_configs: [{action: drop, source_labels: [__name__], regex: b}]"));
    assertThat(scene.query("a")).hasSize(1);
    scene.pass(TURN);
    assertThat(scene.query("a")).hasSize(1);
    assertThat(scene.query("b")).isEmpty();
    assertThat(scene.query("scrape_samples_scraped").values()).containsExactly(2.0);
    assertThat(scene.query("scrape_samples_post_metric_relabeling").values()).containsExactly(1.0);
    scene.activate("scrape_configs: []");
    scene.pass(Duration.ofSeconds(1));
    assertThat(scene.query("{job=\"app\"}")).isEmpty();
  }

  @Test
  void theirLabelsAreRenamedOrWinButTheSystemIsOurs() throws Exception {
    target.says("/metrics", 200, "a{job=\"x\",exported_env=\"e\",env=\"f\",system=\"bank\"} 1\n");
    scene.activate(job(""));
    scene.pass(TURN);
    assertThat(scene.query("a").keySet())
        .containsExactly(
            "a{env=\"live\", exported_env=\"e\", exported_exported_env=\"f\","
                + " exported_job=\"x\", exported_system=\"bank\", instance=\""
                + address()
                + "\", job=\"app\", system=\"shop\"}");
    scene.activate(job("honor_labels: true"));
    scene.pass(TURN);
    assertThat(scene.query("a").keySet())
        .containsExactly(
            "a{env=\"f\", exported_env=\"e\", exported_system=\"bank\", instance=\""
                + address()
                + "\", job=\"x\", system=\"shop\"}");
  }

  @Test
  void theirTimesHoldUnlessTheyAreNotHonored() throws Exception {
    long at = Scene.START.toEpochMilli() - 1000;
    target.says("/metrics", 200, "a 1 " + at + "\n");
    scene.activate(job(""));
    scene.pass(TURN);
    assertThat(scene.query("timestamp(a) * 1000").values()).containsExactly((double) at);
    scene.activate(job("honor_timestamps: false"));
    scene.pass(TURN);
    assertThat(scene.query("timestamp(a) * 1000 > " + (at + 1))).hasSize(1);
  }

  @Test
  void whatIsTooMuchFailsTheScrape() throws Exception {
    target.says("/metrics", 200, "a{long_label_name=\"value\"} 1\nb 1\n");
    for (Map.Entry<String, String> limit :
        Map.of(
                "sample_limit: 1", "sample limit exceeded",
                "label_limit: 4", "label_limit exceeded",
                "label_name_length_limit: 12", "label_name_length_limit exceeded",
                "label_value_length_limit: 4", "label_value_length_limit exceeded",
                "body_size_limit: 10B", "body size limit exceeded",
                "target_limit: 1\nfile_sd_configs: [{files: ['none.yml']}]", "")
            .entrySet()) {
      scene.activate(job(limit.getKey()));
      scene.pass(TURN);
      assertThat(error()).as(limit.getKey()).startsWith(limit.getValue());
      assertThat(scene.query("b")).hasSize(limit.getValue().isEmpty() ? 1 : 0);
    }
  }

  @Test
  void asksAsTheConfigurationSays() throws Exception {
    AtomicReference<HttpExchange> asked = new AtomicReference<>();
    target.on(
        "/probe",
        exchange -> {
          asked.set(exchange);
          Target.send(exchange, 200, "a 1\n");
        });
    target.on(
        "/old",
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Location", "/probe?" + exchange.getRequestURI().getQuery());
          Target.send(exchange, 302, "");
        });
    Files.writeString(folder.resolve("password"), "s3cret\n");
    scene.activate(
        job(
            """
            metrics_path: /old
            params: {module: [http, dns], target: ['x y']}
            basic_auth: {username: kim, password_file: password}
            http_headers: {X-Scope: {values: [one]}}
            """));
    scene.pass(TURN);
    assertThat(scene.query("up").values()).containsExactly(1.0);
    HttpExchange got = Objects.requireNonNull(asked.get());
    assertThat(got.getRequestURI().getQuery()).isEqualTo("module=http&module=dns&target=x+y");
    assertThat(got.getRequestHeaders().getFirst("X-Scope")).isEqualTo("one");
    assertThat(got.getRequestHeaders().getFirst("X-prometheus-scrape-timeout-seconds"))
        .isEqualTo("5.0");
    assertThat(got.getRequestHeaders().getFirst("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("kim:s3cret".getBytes(StandardCharsets.UTF_8)));

    target.on(
        "/metrics",
        exchange -> {
          asked.set(exchange);
          Target.send(exchange, 200, "a 1\n");
        });
    scene.activate(job("authorization: {credentials_file: password}"));
    scene.pass(TURN);
    assertThat(Objects.requireNonNull(asked.get()).getRequestHeaders().getFirst("Authorization"))
        .isEqualTo("Bearer s3cret");
    Files.delete(folder.resolve("password"));
    scene.pass(TURN);
    assertThat(error()).contains("password cannot be read");
  }

  @Test
  void findsTargetsInTheDnsByItsName() throws Exception {
    target.says("/metrics", 200, "a 1\n");
    scene.activate(
        """
        global: {scrape_interval: 5s}
        scrape_configs:
        - job_name: app
          dns_sd_configs: [{names: [localhost], type: A, port: %d}]
        """
            .formatted(target.port()));
    scene.pass(TURN.multipliedBy(2));
    assertThat(scene.query("up{instance=\"" + address() + "\"}").values()).containsExactly(1.0);
    assertThat(scene.scraping.targets().getFirst().discovered())
        .containsEntry("__meta_dns_name", "localhost");
  }

  @Test
  void aDaemonThatIsAwayIsATroubleAndNotTheEndOfWhatWasFound() throws Exception {
    scene.activate(
        """
        scrape_configs:
        - job_name: app
          docker_sd_configs: [{host: 'unix:///tmp/none/docker.sock', refresh_interval: 5s}]
        """);
    scene.pass(TURN);
    assertThat(scene.troubles.all())
        .singleElement()
        .satisfies(trouble -> assertThat(trouble.args()).containsEntry("job", "app"));
    scene.activate("scrape_configs: []");
    assertThat(scene.troubles.all()).isEmpty();
  }

  private String error() {
    return Objects.requireNonNull(scene.scraping.targets().getFirst().last()).error();
  }
}
