package jigi.detect.probe.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both probes at a real Prometheus that watches itself and something that is not there. */
@Needs("prometheus")
class PromqlProbeTest {
  @TempDir Path folder;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    int port = Server.freePort();
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        folder.resolve("rules.yml"),
        """
        groups:
          - name: g
            rules:
              - {alert: Up, expr: up == 1}
              - {record: broken, expr: 'label_replace(up, "job", "x", "", "") * on () up'}
        """);
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: self
            static_configs: [{targets: ['127.0.0.1:%d']}]
          - job_name: lost
            static_configs: [{targets: ['127.0.0.1:1', '127.0.0.1:2']}]
        """
            .formatted(port));
    server =
        Server.start(
            List.of(
                Component.PROMETHEUS.path().toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.enable-lifecycle",
                "--web.listen-address=127.0.0.1:" + port),
            port,
            folder.resolve("log"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ProbeResult probe(String query, String... keys) throws InterruptedException {
    return OneProbe.byHttp(
        folder,
        server.port(),
        "promql: '" + query + "'\nconnection: main\n" + String.join("\n", keys));
  }

  private ProbeResult until(Status wanted, String probe) {
    return Until.found(
        wanted.name(),
        () -> {
          ProbeResult result = look(probe);
          return result.status() == wanted ? result : null;
        },
        () -> look(probe).evidence());
  }

  private ProbeResult look(String probe) {
    try {
      return OneProbe.byHttp(folder, server.port(), probe);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Shows({"HC-43", "MET-01"})
  void everySeriesIsJudgedAndNamed() throws Exception {
    until(Status.OK, "promql: count(up) == 3\nconnection: main");

    ProbeResult result = probe("up{job=~\"self|lost\"}", "expect: [value == 1]");

    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.evidence())
        .contains("3 series")
        .contains("{instance=\"127.0.0.1:1\", job=\"lost\"} expected value == 1, value is 0");
    assertThat(OneProbe.samples(result))
        .containsEntry("promql_value{instance=\"127.0.0.1:2\", job=\"lost\"}", 0.0)
        .containsEntry("promql_series", 3.0);
    assertThat(probe("vector(3)", "expect: [value > 2, count == 1]").status()).isEqualTo(Status.OK);
    assertThat(probe("1 + 1", "expect: [value == 2]").status()).isEqualTo(Status.OK);
  }

  @Test
  @Shows("MET-44")
  void whatIsNotKnownIsUnknown() throws Exception {
    until(Status.OK, "promql: vector(1)\nconnection: main");
    assertThat(probe("no_such_metric", "expect: [value < 1]").status()).isEqualTo(Status.UNKNOWN);
    assertThat(probe("no_such_metric").status()).isEqualTo(Status.FAIL);
    assertThat(probe("vector(0) / 0", "expect: [value < 1]").status()).isEqualTo(Status.UNKNOWN);
    ProbeResult wrong = probe("up{");
    assertThat(wrong.status()).isEqualTo(Status.UNKNOWN);
    assertThat(wrong.evidence()).contains("parse error");
    assertThat(probe("up[5m]").evidence()).contains("matrix");
    server.signal("STOP");
    assertThat(probe("up", "timeout: 1s").status()).isEqualTo(Status.UNKNOWN);
    server.signal("CONT");
    until(Status.OK, "promql: up\nconnection: main");
    server.stop();
    assertThat(probe("up").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  @Shows({"HC-26", "MET-31"})
  void aPrometheusTellsOfItsTargetsRulesAndAlerts() throws Exception {
    String probe =
        "prometheus: main\n"
            + "expect: [targets-down == 2, targets-up == 1, rules-failing == 1,"
            + " alerts-firing == 1]";
    ProbeResult result = until(Status.OK, probe);
    assertThat(OneProbe.samples(result))
        .containsEntry("prometheus_targets{health=\"up\", job=\"self\"}", 1.0)
        .containsEntry("prometheus_targets{health=\"down\", job=\"lost\"}", 2.0)
        .containsEntry("prometheus_alerts{state=\"firing\"}", 1.0)
        .containsEntry("prometheus_config_ok", 1.0);
    assertThat(look("prometheus: main").status()).as("a rule fails").isEqualTo(Status.FAIL);

    server.stop();
    assertThat(look("prometheus: main").status()).isEqualTo(Status.FAIL);
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("- job_name: self", "- job_name: other")
            .replace("127.0.0.1:" + server.port(), "127.0.0.1:3"));
    server.startAgain();
    String any = "prometheus: main\nexpect: [config-ok == 1]";
    Until.so(
        "a fault of the monitoring",
        () -> look(any).evidence().contains("all targets are down at once"),
        () -> look(any).evidence());
  }
}
