package jigi.detect.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class AlertStoryTest {
  static final String WEB_DOWN =
      """
      groups:
        - name: web
          interval: 15s
          rules:
            - alert: WebDown
              expr: probe_success == 0
              for: 5m
              labels: {severity: critical}
              annotations: {summary: '{{ $labels.component }} answers {{ $value }}'}
      """;

  AlertStory story;

  abstract TestDatabase database();

  @BeforeEach
  void begin(@TempDir Path data) {
    story = new AlertStory(database(), data);
  }

  @AfterEach
  void end() {
    story.close();
  }

  @Test
  @Shows("ALERT-02")
  void firesAtTheVeryInstantAndNotASecondBefore() {
    story.rules(WEB_DOWN).answers("web");
    story.at("2m3s").is().fails("web").is("WebDown pending");
    story.at("7m2s").is("WebDown pending");
    story.at("7m3s").is("WebDown firing");
    assertThat(story.alert("WebDown").said().annotations())
        .containsEntry("summary", "web answers 0");
    story.at("8m1s").answers("web").is();
    story.happened("2m3s pending", "7m3s firing", "8m1s resolved");
  }

  @Test
  void beginsAnewAfterAGap() {
    story.rules(WEB_DOWN).answers("web");
    story.at("1m").fails("web");
    story.at("5m59s").answers("web").is();
    story.at("6m").fails("web").is("WebDown pending");
    story.at("10m59s").is("WebDown pending");
    story.at("11m").is("WebDown firing");
    story.happened("1m pending", "5m59s inactive", "6m pending", "11m firing");
  }

  @Test
  void goesOnAfterTheProcessDied() {
    story.rules(WEB_DOWN).answers("web");
    story.at("1m").fails("web");
    story.at("3m").restart().is("WebDown pending");
    story.at("5m59s").is("WebDown pending");
    story.at("6m").is("WebDown firing").acknowledge("WebDown", "user:kim");
    story.at("7m").restart().is("WebDown firing");
    assertThat(story.alert("WebDown").acknowledged()).extracting("by").isEqualTo("user:kim");
    story.at("8m").answers("web").is();
    story.happened("1m pending", "6m firing", "6m acknowledged", "8m resolved");
  }

  @Test
  void keepsFiringForAsLongAsTheRuleSays() {
    story
        .rules(
            """
            groups:
              - name: web
                rules:
                  - {alert: WebDown, expr: probe_success == 0, keep_firing_for: 1m, labels: {severity: info}}
            """)
        .answers("web");
    story.at("10s").fails("web").is("WebDown firing");
    story.at("20s").answers("web").is("WebDown firing");
    story.at("40s").restart().is("WebDown firing");
    story.at("1m19s").is("WebDown firing");
    story.at("1m20s").is();
    story.happened("10s firing", "1m20s resolved");
  }

  @Test
  void holdsAnAlertThatIsNoLongerMeasured() {
    story.rules(WEB_DOWN.replace("for: 5m", "for: 10s")).answers("web", "api");
    story.at("1m").fails("web", "api");
    story.at("1m10s").is("WebDown firing", "WebDown firing");
    story.at("2m").cannotBeMeasured("web");
    story.is("WebDown firing", "WebDown unknown");
    story.at("2m30s").answers("api").is("WebDown unknown");
    story.at("30m").restart().is("WebDown unknown");
    story.at("31m").fails("web").is("WebDown firing");
    story.at("32m").cannotBeMeasured("web").is("WebDown unknown");
    story.at("33m").answers("web").is();
    story.happened(
        "1m pending",
        "1m pending",
        "1m10s firing",
        "1m10s firing",
        "2m unknown",
        "2m30s resolved",
        "31m known",
        "32m unknown",
        "33m resolved");
  }

  @Test
  @Shows("MET-44")
  void resolvesWhatIsNotMeasuredWhereTheRuleSaysSo() {
    story
        .rules(
            """
            groups:
              - name: web
                rules:
                  - alert: Gone
                    expr: probe_success == 0
                    labels: {severity: info}
                    annotations: {jigi_no_data: resolve}
                  - alert: Silent
                    expr: probe_success == 0
                    for: 30s
                    labels: {severity: info}
                    annotations: {jigi_no_data: alert}
            """)
        .answers("web");
    story.at("1m").fails("web").is("Gone firing", "Silent pending");
    story.at("2m").cannotBeMeasured("web").is("Silent firing");
    story.at("3m").answers("web").is();
    story.at("4m").cannotBeMeasured("web").is("Silent pending");
    story.at("4m30s").is("Silent firing");
    story.at("5m").answers("web").is();
  }

  @Test
  void writesTheSeriesThatPrometheusWrites() {
    story.rules(WEB_DOWN).answers("web");
    story.at("1m").fails("web");
    assertThat(story.query("ALERTS"))
        .containsExactly(
            "ALERTS{alertname=\"WebDown\", alertstate=\"pending\", component=\"web\","
                + " probe=\"http\", severity=\"critical\", system=\"shop\"} 1.0");
    story.at("6m");
    assertThat(story.query("count by (alertstate) (ALERTS)"))
        .containsExactly("{alertstate=\"firing\"} 1.0");
    assertThat(story.query("time() - max(ALERTS_FOR_STATE)")).containsExactly("{} 300.0");
    story.at("7m1s").answers("web");
    assertThat(story.query("ALERTS")).isEmpty();
  }

  @Test
  void recordsWhatAnAlertReads() {
    story
        .rules(
            """
            groups:
              - name: web
                interval: 1h
                rules:
                  - {record: "system:down:count", expr: count(probe_success == 0)}
                  - {alert: ManyDown, expr: "system:down:count > 1", labels: {severity: critical}}
            """)
        .answers("web", "api", "db");
    story.at("1m").fails("web").is();
    story.at("2m").fails("db").is("ManyDown firing");
    story.at("3m").answers("web").is();
  }

  @Test
  void looksAsFarBackAsTheGroupSays() {
    story
        .rules(
            """
            groups:
              - name: web
                interval: 10s
                query_offset: 30s
                rules:
                  - {record: "system:down:count", expr: count(probe_success == 0) or vector(0)}
                  - {alert: ManyDown, expr: "system:down:count > 0", labels: {severity: critical}}
            """)
        .answers("web");
    story.at("1m").fails("web").is();
    story.at("1m29s").is();
    story.at("1m30s").is("ManyDown firing");
    double recorded = Instant.parse("2026-03-01T00:01:00Z").getEpochSecond();
    assertThat(story.query("timestamp(system:down:count)"))
        .containsExactly("{system=\"shop\"} " + recorded);
    assertThat(story.query("ALERTS offset 30s")).hasSize(1);
    assertThat(story.query("ALERTS offset 31s")).isEmpty();
    story.at("2m").answers("web").is("ManyDown firing");
    story.at("2m30s").is();
  }

  @Test
  void endsAlertsOfRulesThatAreGone() {
    story.rules(WEB_DOWN.replace("for: 5m", "for: 0s")).answers("web");
    story.at("1m").fails("web").is("WebDown firing");
    story.at("2m").rules("groups: []\n").is();
    story.happened("1m firing", "2m resolved");
    assertThat(story.alerts().recent("shop", 10)).hasSize(1);
  }

  @Test
  void keepsStateWhenOnlyTheThresholdIsEdited() {
    story.rules(WEB_DOWN).answers("web");
    story.at("1m").fails("web");
    story.at("2m").rules(WEB_DOWN.replace("== 0", "< 1")).is("WebDown pending");
    story.at("5m59s").is("WebDown pending");
    story.at("6m").is("WebDown firing");
  }

  @Test
  void showsAnAlertWithItsRuleAndHistory() {
    story.rules(WEB_DOWN).answers("web");
    story.at("1m").fails("web");
    story.at("6m");
    Alerts.AlertView view =
        Objects.requireNonNull(story.alerts().view(story.alert("WebDown").id()));
    assertThat(Objects.requireNonNull(view.rule()).place().toString())
        .isEqualTo("rules/rules.yaml:5:16");
    assertThat(Objects.requireNonNull(view.lastEvaluation()).at())
        .isAfter(view.alert().times().activeAt());
    assertThat(view.events()).hasSize(2);
    assertThat(story.alerts().rules("shop"))
        .singleElement()
        .extracting("alerts")
        .asList()
        .hasSize(1);
    assertThat(Duration.between(view.alert().times().activeAt(), view.alert().times().firingAt()))
        .hasMinutes(5);
  }

  @Test
  void refusesToAcknowledgeWhatIsNotThere() {
    assertThatThrownBy(() -> story.alerts().acknowledge("nothing", "user:kim"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no-alert");
  }
}
