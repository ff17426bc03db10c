package jigi.detect.alert.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Problem;
import jigi.detect.rule.RulePart;
import jigi.testing.Component;
import jigi.testing.Needs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same documents, given to the real promtool: what passes there passes here, and no other. */
@Needs("promtool")
class UnitTestOracleTest {
  private static final String RULES =
      """
      groups:
        - name: writers
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up), labels: {team: web}}
        - name: alerts
          limit: 2
          rules:
            - alert: Down
              expr: up == 0
              for: 2m
              labels: {severity: critical, where: "in {{ $externalLabels.zone }}."}
              annotations: {summary: "{{ $labels.instance }} has {{ $value }}, {{ $externalURL }}"}
            - alert: Kept
              expr: up == 0
              keep_firing_for: 3m
              labels: {severity: warning}
            - alert: Few
              expr: job:up:sum{team="web"} < 2
              labels: {severity: info}
            - alert: Pending
              expr: ALERTS{alertname="Down", alertstate="pending"}
              labels: {severity: info, alertstate: ""}
      """;

  private static final String UP =
      """
          input_series:
            - {series: 'up{job="a", instance="1"}', values: '1 0 0 0 0 1 1 1 1 1 1'}
            - {series: 'up{job="a", instance="2"}', values: '1x4 _x3 1 stale'}
      """;

  record Document(String name, String tests) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Document> documents() {
    return List.of(
        alerts("before its time", "{eval_time: 2m, alertname: Down}"),
        alerts("at its time", "{eval_time: 3m, alertname: Down, exp_alerts: [%s]}", down("")),
        alerts(
            "between evaluations",
            "{eval_time: 3m59s, alertname: Down, exp_alerts: [%s]}",
            down("")),
        alerts("over", "{eval_time: 5m, alertname: Down}"),
        alerts("expects none that is there", "{eval_time: 4m, alertname: Down}"),
        alerts(
            "expects one that is not there",
            "{eval_time: 6m, alertname: Down, exp_alerts: [%s]}",
            down("")),
        alerts(
            "another label",
            "{eval_time: 3m, alertname: Down, exp_alerts: [%s]}",
            down("more: '1', ")),
        alerts(
            "one of one twice",
            "{eval_time: 3m, alertname: Down, exp_alerts: [%1$s, %1$s]}",
            down("")),
        alerts(
            "without its annotations",
            "{eval_time: 3m, alertname: Down, exp_alerts: [{exp_labels: {severity: critical, job:"
                + " a, instance: '1'}}]}"),
        alerts(
            "kept",
            "{eval_time: 7m, alertname: Kept, exp_alerts: [{exp_labels: {severity: warning, job: a,"
                + " instance: '1'}}]}"),
        alerts("no longer kept", "{eval_time: 8m, alertname: Kept}"),
        alerts(
            "no longer kept, expected",
            "{eval_time: 8m, alertname: Kept, exp_alerts: [{exp_labels: {severity: warning, job: a,"
                + " instance: '1'}}]}"),
        alerts(
            "over recorded series",
            "{eval_time: 1m, alertname: Few, exp_alerts: [{exp_labels: {severity: info, job: a,"
                + " team: web}}]}"),
        alerts(
            "over the series of alerts",
            "{eval_time: 1m, alertname: Pending, exp_alerts: [{exp_labels: {severity: info, job: a,"
                + " instance: '1'}}]}"),
        alerts("a name that no rule has", "{eval_time: 1m, alertname: Dwon}"),
        new Document(
            "external labels and address",
            tests(
                UP
                    + "    external_labels: {zone: seoul}\n"
                    + "    external_url: http://here\n"
                    + "    alert_rule_test:\n"
                    + "      - {eval_time: 3m, alertname: Down, exp_alerts: [{exp_labels:"
                    + " {severity: critical, where: in seoul., job: a, instance: '1'},"
                    + " exp_annotations: {summary: '1 has 0, http://here'}}]}\n")),
        expression(
            "a value",
            "up",
            "3m",
            "[{labels: 'up{job=\"a\", instance=\"1\"}', value: 0}, {labels: 'up{job=\"a\","
                + " instance=\"2\"}', value: 1}]"),
        expression(
            "a gap within five minutes",
            "up{instance='2'}",
            "6m",
            "[{labels: 'up{job=\"a\", instance=\"2\"}', value: 1}]"),
        expression("an end", "up{instance='2'}", "10m", "[]"),
        expression(
            "an end that is expected to go on",
            "up{instance='2'}",
            "10m",
            "[{labels: 'up{job=\"a\", instance=\"2\"}', value: 1}]"),
        expression("a scalar", "2 * 3", "0", "[{labels: '{}', value: 6}]"),
        expression(
            "a rate",
            "rate(up{instance='1'}[5m])",
            "8m",
            "[{labels: '{job=\"a\", instance=\"1\"}', value: 0.0033333333333333335}]"),
        expression(
            "a recorded one",
            "job:up:sum",
            "4m",
            "[{labels: 'job:up:sum{job=\"a\", team=\"web\"}', value: 1}]"),
        expression(
            "a subquery",
            "max_over_time(up{instance='1'}[3m:])",
            "4m",
            "[{labels: '{job=\"a\", instance=\"1\"}', value: 0}]"),
        expression(
            "state of an alert",
            "ALERTS_FOR_STATE{alertname='Kept'}",
            "3m",
            "[{labels: 'ALERTS_FOR_STATE{alertname=\"Kept\", job=\"a\", instance=\"1\","
                + " severity=\"warning\"}', value: 60}]"),
        new Document(
            "more series than a group may give",
            tests(
                "    input_series: [{series: 'up{i=\"1\"}', values: 0x9}, {series: 'up{i=\"2\"}',"
                    + " values: 0x9}, {series: 'up{i=\"3\"}', values: 0x9}]\n"
                    + "    alert_rule_test: [{eval_time: 1m, alertname: Down}]\n")));
  }

  private static String down(String more) {
    return "{exp_labels: {"
        + more
        + "severity: critical, where: in ., job: a, instance: '1'},"
        + " exp_annotations: {summary: '1 has 0, '}}";
  }

  private static Document alerts(String name, String test, Object... parts) {
    return new Document(
        name, tests(UP + "    alert_rule_test: [" + String.format(test, parts) + "]\n"));
  }

  private static Document expression(String name, String expr, String at, String samples) {
    return new Document(
        name,
        tests(
            UP
                + "    promql_expr_test: [{expr: \""
                + expr
                + "\", eval_time: "
                + at
                + ", exp_samples: "
                + samples
                + "}]\n"));
  }

  private static String tests(String body) {
    return "rule_files: [web.yaml]\ngroup_eval_order: [writers, alerts]\ntests:\n  - interval: 1m\n"
        + body;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void agrees(Document document, @TempDir Path dir) throws Exception {
    List<Problem> problems = check(document);
    assertThat(problems)
        .allMatch(problem -> problem.code().matches("rule-test-failed|unknown-alert"));
    boolean holds = problems.stream().noneMatch(Problem::isError);
    assertThat(holds).as("%s%n%s", problems, document.tests()).isEqualTo(promtool(document, dir));
  }

  private static List<Problem> check(Document document) {
    TreeMap<String, String> files = new TreeMap<>();
    files.put("jigi.yaml", "system: shop\n");
    files.put("rules/web.yaml", RULES);
    files.put("rules/web.test.yaml", document.tests());
    return new ManualReader(List.of(new RulePart(), new UnitTestPart()), name -> null)
        .read(new ManualSource(Path.of("."), files))
        .problems();
  }

  private static boolean promtool(Document document, Path dir) throws Exception {
    Files.writeString(dir.resolve("web.yaml"), RULES);
    Files.writeString(dir.resolve("web.test.yaml"), document.tests());
    Path said = dir.resolve("said");
    Process promtool =
        new ProcessBuilder(Component.PROMTOOL.path().toString(), "test", "rules", "web.test.yaml")
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int exit = promtool.waitFor();
    assertThat(Files.readString(said)).contains(exit == 0 ? "SUCCESS" : "FAILED");
    return exit == 0;
  }
}
