package jigi.detect.probe.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither can be installed where the tests run: their documented answers are played. */
class GrafanaAndLokiProbeTest {
  @TempDir Path folder;

  @Test
  void grafanaNeedsItsDatabaseAndItsDashboards() throws Exception {
    try (Target grafana = Target.start()) {
      grafana
          .says("/api/health", 200, "{\"database\": \"ok\", \"version\": \"11.0.0\"}")
          .says("/api/dashboards/home", 200, "{}");
      ProbeResult good =
          OneProbe.byHttp(folder, grafana.port(), "{grafana: main, dashboards: [home]}");
      assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
      ProbeResult lost =
          OneProbe.byHttp(folder, grafana.port(), "{grafana: main, dashboards: [home, gone]}");
      assertThat(lost.status()).isEqualTo(Status.FAIL);
      assertThat(OneProbe.samples(lost))
          .containsEntry("grafana_dashboard_ok{dashboard=\"gone\"}", 0.0);
      grafana.says("/api/health", 503, "{\"database\": \"failing\", \"version\": \"11.0.0\"}");
      ProbeResult bad = OneProbe.byHttp(folder, grafana.port(), "{grafana: main}");
      assertThat(bad.status()).isEqualTo(Status.FAIL);
      assertThat(bad.evidence()).contains("it is failing");
    }
  }

  /** As its alerting provisioning API documents it. */
  @Test
  void grafanaTellsWhichRulesArePaused() throws Exception {
    try (Target grafana = Target.start()) {
      grafana
          .says("/api/health", 200, "{\"database\": \"ok\", \"version\": \"11.0.0\"}")
          .says(
              "/api/v1/provisioning/alert-rules",
              200,
              """
              [{"uid": "a", "title": "HighCpu", "isPaused": true},
               {"uid": "b", "title": "DiskFull", "isPaused": false}, {"uid": "c", "title": "Up"}]
              """);
      String probe = "{grafana: main, rules: true}";
      ProbeResult seen = OneProbe.byHttp(folder, grafana.port(), probe);
      assertThat(seen.status()).as(seen.evidence()).isEqualTo(Status.OK);
      assertThat(seen.evidence()).endsWith("1 of 3 rules paused: HighCpu");
      assertThat(OneProbe.samples(seen))
          .containsEntry("grafana_rules", 3.0)
          .containsEntry("grafana_rules_paused", 1.0);

      grafana.says("/api/v1/provisioning/alert-rules", 403, "{}");
      ProbeResult hidden = OneProbe.byHttp(folder, grafana.port(), probe);
      assertThat(hidden.status()).isEqualTo(Status.FAIL);
      assertThat(hidden.evidence()).contains("its rules are not told", "403");
      assertThat(OneProbe.samples(hidden)).doesNotContainKey("grafana_rules_paused");
    }
  }

  @Test
  void lokiCountsLinesAndNoneIsZero() throws Exception {
    try (Target loki = Target.start()) {
      loki.says("/ready", 200, "ready\n")
          .says(
              "/loki/api/v1/query",
              200,
              """
              {"status": "success", "data": {"resultType": "vector", "result": [
                {"metric": {"level": "error"}, "value": [1, "2"]},
                {"metric": {"level": "fatal"}, "value": [1, "1"]}]}}
              """);
      String probe = "{loki: main, queries: {errors: 'sum(x)'}}";
      ProbeResult some = OneProbe.byHttp(folder, loki.port(), probe);
      assertThat(OneProbe.samples(some)).containsEntry("loki_query_value{query=\"errors\"}", 3.0);
      loki.says(
          "/loki/api/v1/query",
          200,
          "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": []}}");
      ProbeResult none = OneProbe.byHttp(folder, loki.port(), probe);
      assertThat(OneProbe.samples(none)).containsEntry("loki_query_value{query=\"errors\"}", 0.0);
      loki.says("/loki/api/v1/query", 400, "parse error at line 1");
      assertThat(OneProbe.byHttp(folder, loki.port(), probe).status()).isEqualTo(Status.UNKNOWN);
      loki.says("/ready", 503, "Ingester not ready: waiting for 15s after being ready\n");
      assertThat(OneProbe.byHttp(folder, loki.port(), probe).status()).isEqualTo(Status.FAIL);
    }
  }
}
