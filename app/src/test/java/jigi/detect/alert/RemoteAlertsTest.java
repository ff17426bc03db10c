package jigi.detect.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.store.TestDatabase;
import jigi.detect.alert.AlertStory.Step;
import jigi.detect.metric.remote.MetricServer;
import jigi.detect.metric.remote.SeenAtOnce;
import jigi.testing.Needs;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules that another server's PromQL answers become what they become over ours, at most one
 * interval earlier or later.
 */
class RemoteAlertsTest {
  private static final long INTERVAL_MS = 15_000;
  private static final Offset<Long> NEAR = Offset.offset(INTERVAL_MS);
  private static final String RULES =
      """
      groups:
        - name: all
          interval: 15s
          rules:
            - {record: shop:up, expr: 'avg by (system) (probe_success)'}
            - {alert: Down, expr: probe_success == 0, for: 1m, labels: {severity: info}}
            - {alert: DownAtOnce, expr: 'probe_success{component="web"} < 1', labels: {severity: info}}
            - {alert: Keeps, expr: probe_success == 0, for: 30s, keep_firing_for: 1m, labels: {severity: info}}
            - {alert: Gone, expr: 'absent(probe_success{component="db"})', for: 1m, labels: {severity: info}}
            - {alert: Mean, expr: 'avg_over_time(probe_success[1m]) < 0.5', labels: {severity: info}}
            - {alert: Flaps, expr: 'changes(probe_success[2m]) > 2', labels: {severity: info}}
            - {alert: Lowest, expr: 'min by (system) (probe_success) == 0', for: 45s, labels: {severity: info}}
            - {alert: MostDown, expr: 'shop:up < 0.6', for: 30s, labels: {severity: info}}
            - {alert: Together, expr: 'probe_success == 0 and on (system) shop:up < 0.4', labels: {severity: info}}
            - {alert: Since, expr: 'max_over_time(probe_success[45s]) == 0', labels: {severity: info}}
            - {alert: Later, expr: 'probe_success == 0 unless probe_success offset 1m == 0', labels: {severity: info}}
            - {alert: Fewer, expr: 'count(probe_success) < 3', for: 15s, labels: {severity: info}}
      """;

  @TempDir Path folder;

  private static Map<String, List<Step>> tell(AlertStory story) {
    try (story) {
      story.rules(RULES).answers("web", "api", "db");
      story.at("1m3s").fails("web");
      story.at("2m41s").fails("api");
      story.at("3m57s").answers("web");
      story.at("5m8s").answers("api");
      story.at("6m1s").cannotBeMeasured("db");
      story.at("7m11s").fails("api").answers("db");
      story.at("7m31s").answers("api");
      story.at("7m52s").fails("api");
      story.at("8m4s").answers("api").fails("db");
      story.at("10m2s").answers("db");
      story.at("13m");
      return story.steps();
    }
  }

  private void agree(MetricServer.Kind kind) throws Exception {
    Map<String, List<Step>> ours = tell(new AlertStory(TestDatabase.SQLITE, folder.resolve("a")));
    AlertStory remote =
        new AlertStory(
            TestDatabase.SQLITE, folder.resolve("b"), new SeenAtOnce(kind, folder.resolve("c")));
    Map<String, List<Step>> theirs = tell(remote);
    assertThat(theirs.keySet()).isEqualTo(ours.keySet());
    ours.forEach(
        (alert, here) -> {
          List<Step> steps = lasting(here);
          List<Step> others = lasting(theirs.getOrDefault(alert, List.of()));
          String both = alert + ": here " + steps + ", there " + others;
          assertThat(others.stream().map(Step::kind))
              .as(both)
              .containsExactlyElementsOf(steps.stream().map(Step::kind).toList());
          for (int i = 0; i < steps.size(); i++) {
            assertThat(others.get(i).atMs()).as(both).isCloseTo(steps.get(i).atMs(), NEAR);
          }
        });
  }

  /** What comes and goes within an interval may be missed. */
  private static List<Step> lasting(List<Step> steps) {
    List<Step> lasting = new ArrayList<>();
    for (Step step : steps) {
      boolean brief =
          step.kind().equals("alert.inactive")
              && step.atMs() - lasting.getLast().atMs() <= INTERVAL_MS;
      if (brief) {
        lasting.removeLast();
      } else {
        lasting.add(step);
      }
    }
    return lasting;
  }

  @Test
  @Needs("prometheus")
  void fireOnPrometheusWhenTheyDoHere() throws Exception {
    agree(MetricServer.Kind.PROMETHEUS);
  }

  @Test
  @Needs("victoria-metrics")
  void fireOnVictoriaMetricsWhenTheyDoHere() throws Exception {
    agree(MetricServer.Kind.VICTORIA);
  }
}
