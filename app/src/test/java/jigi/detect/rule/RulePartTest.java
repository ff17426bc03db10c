package jigi.detect.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulePartTest {
  private final RulePart part = new RulePart();

  @Test
  void readsARuleFileAsItIs() {
    Manual manual =
        manual(
            """
            groups:
              - name: web
                interval: 5s
                rules:
                  - record: job:errors:rate5m
                    expr: sum by (job) (rate(errors_total[5m]))
                    labels: {team: web}
                  - alert: WebDown
                    expr: probe_success{component="web"} == 0
                    for: 5m
                    keep_firing_for: 1m
                    labels: {severity: critical}
                    annotations:
                      summary: '{{ $labels.component }} does not answer'
                      jigi_no_data: alert
            """);
    RuleGroup group = manual.part(part).groups().getFirst();
    assertThat(group.schedule().interval()).hasSeconds(5);
    Rule.Alerting alert = (Rule.Alerting) group.rules().get(1);
    assertThat(alert.key()).isEqualTo("shop/web/WebDown");
    assertThat(alert.timing().hold()).hasMinutes(5);
    assertThat(alert.timing().keepFiring()).hasMinutes(1);
    assertThat(alert.timing().noData()).isEqualTo(NoData.ALERT);
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.expression().expr().toString())
        .isEqualTo("probe_success{component=\"web\",system=\"shop\"} == 0");
    assertThat(alert.place().toString()).isEqualTo("rules/web.yaml:8:16");
    assertThat(group.rules().getFirst().expression().expr().toString())
        .isEqualTo("sum by (job) (rate(errors_total{system=\"shop\"}[5m]))");
  }

  @Test
  void leavesTheSelectorsOfAGlobalGroupAlone() {
    ManualReader.Result result =
        read(
            "system: shop\nglobal-rules: [all]\n",
            "groups: [{name: all, rules: [{record: up:count, expr: count(up)}]}]");
    assertThat(result.problems()).isEmpty();
    Manual manual = java.util.Objects.requireNonNull(result.manual());
    assertThat(manual.part(part).all().findFirst().orElseThrow().expression().expr().toString())
        .isEqualTo("count(up)");
  }

  /** One mistake each; the place is that of the mistake, the hint says what to do. */
  static List<Bad> mistakes() {
    return List.of(
        bad(
            rule("alert: A\n        expr: up == 0\n        fro: 5m"),
            "rules/web.yaml:6:9  unknown-key  a rule has no key 'fro'  HINT: did you mean 'for'?"),
        bad(
            rule("alert: A\n        expr: up == 0\n        for: 5 minutes"),
            "rules/web.yaml:6:14  bad-value  not a duration ('5 minutes')  HINT: write for example"
                + " 0s, 30s, 5m or 1h30m"),
        bad(
            rule("alert: A\n        expr: sum(up == 0"),
            "rules/web.yaml:5:26  bad-promql  unclosed left parenthesis (sum(up == 0)  HINT: close"
                + " it where it ends"),
        bad(
            rule("alert: A\n        expr: |\n          up == 0\n            and rat(x[5m]) > 1"),
            "rules/web.yaml:7:17  bad-promql  unknown function with name \"rat\" (up == 0 and"
                + " rat(x[5m]) > 1)  HINT: did you mean 'rate'?"),
        bad(
            rule("alert: A\n        expr: \"up{job=\\\"a\\\"} == foo(1)\""),
            "rules/web.yaml:5:33  bad-promql  unknown function with name \"foo\" (up{job=\"a\"} =="
                + " foo(1))  HINT: see"
                + " https://prometheus.io/docs/prometheus/latest/querying/functions/"),
        bad(
            rule("alert: A\n        expr: up[5m]"),
            "rules/web.yaml:5:15  bad-promql  a rule needs an instant vector, this gives a range"
                + " vector ('up[5m]')  HINT: wrap it in a function, for example rate(…[5m])"),
        bad(
            rule("expr: up == 0"),
            "rules/web.yaml:4:9  bad-rule  the rule has neither 'record' nor 'alert'  HINT: name"
                + " what it records, or the alert that it raises"),
        bad(
            rule("alert: A\n        record: b\n        expr: up == 0"),
            "rules/web.yaml:4:9  bad-rule  the rule has both 'record' and 'alert' (b, A)  HINT:"
                + " name what it records, or the alert that it raises"),
        bad(
            rule("alert: A"),
            "rules/web.yaml:4:9  missing-key  a rule needs 'expr'  HINT: add 'expr: …' (a PromQL"
                + " expression)"),
        bad(
            rule("record: a:b\n        expr: up\n        for: 5m"),
            "rules/web.yaml:6:9  bad-rule  a recording rule has no 'for' (a:b)  HINT: remove it,"
                + " or make it an alert"),
        bad(
            rule("record: a-b\n        expr: up"),
            "rules/web.yaml:4:17  bad-metric-name  not a metric name ('a-b')  HINT: use letters,"
                + " digits, _ and :, for example job:errors:rate5m"),
        bad(
            rule("alert: A\n        expr: up == 0\n        labels: {severity: critical, b-c: d}"),
            "rules/web.yaml:6:38  bad-label-name  not a name for labels ('b-c')  HINT: use"
                + " letters, digits and _"),
        bad(
            rule(
                "alert: A\n        expr: up == 0\n        labels: {severity: critical, system: x}"),
            "rules/web.yaml:6:38  bad-label-name  this label cannot be set by a rule ('system') "
                + " HINT: Jigi sets it; choose another name"),
        bad(
            rule(
                "alert: A\n        expr: up == 0\n        labels: {severity: critical}\n"
                    + "        annotations: {summary: '{{ $value | humanise }}'}"),
            "rules/web.yaml:7:45  bad-template  a template has no function 'humanise'  HINT: did"
                + " you mean 'humanize'?"),
        bad(
            rule(
                "alert: A\n        expr: up == 0\n        labels: {severity: critical}\n"
                    + "        annotations: {jigi_no_data: holt}"),
            "rules/web.yaml:7:37  bad-value  not a policy for missing data ('holt')  HINT: did you"
                + " mean 'hold'?"),
        bad(
            rule("alert: A\n        expr: up == 0"),
            "rules/web.yaml:4:16  warning: missing-severity  the alert has no severity, it counts"
                + " as warning (A)  HINT: add 'labels: {severity: critical}', or warning, or info"),
        bad(
            rule("alert: A\n        expr: up == 0\n        labels: {severity: critcal}"),
            "rules/web.yaml:6:28  warning: unknown-severity  no severity of this name, it counts"
                + " as warning ('critcal')  HINT: did you mean 'critical'?"),
        bad(
            rule("record: a\n        expr: up") + "      - record: a\n        expr: up\n",
            "rules/web.yaml:6:17  duplicate-rule  the same rule stands here a second time (a) "
                + " HINT: keep one of them"),
        bad(
            "groups:\n  - name: a\n  - name: a\n",
            "rules/web.yaml:3:11  duplicate-group  the file has a second group of this name (a) "
                + " HINT: give each group of a file a name of its own"),
        bad(
            "groups:\n  - name: a\n    intervall: 5s\n",
            "rules/web.yaml:3:5  unknown-key  a rule group has no key 'intervall'  HINT: did you"
                + " mean 'interval'?"),
        bad(
            "group: []\n",
            "rules/web.yaml:1:1  unknown-key  a rule file has no key 'group'  HINT: did you mean"
                + " 'groups'?"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhereAndWhatToDo(Bad bad) {
    assertThat(read("system: shop\n", bad.file()).problems().stream().map(Object::toString))
        .contains(bad.problem());
  }

  @Test
  void reportsTheMistakesOfAllRulesAtOnce() {
    String file =
        rule("alert: A\n        exp: up")
            + "      - alert: B\n        expr: sum(\n        labels: {severity: info}\n";
    assertThat(read("system: shop\n", file).problems().stream().map(p -> p.code()))
        .contains("unknown-key", "missing-key", "bad-promql");
  }

  record Bad(String file, String problem) {}

  private static Bad bad(String file, String problem) {
    return new Bad(file, problem);
  }

  private static String rule(String rule) {
    return "groups:\n  - name: web\n    rules:\n      - " + rule + "\n";
  }

  private Manual manual(String rules) {
    ManualReader.Result result = read("system: shop\n", rules);
    assertThat(result.problems()).isEmpty();
    return java.util.Objects.requireNonNull(result.manual());
  }

  private ManualReader.Result read(String root, String rules) {
    TreeMap<String, String> files = new TreeMap<>();
    files.put("jigi.yaml", root);
    files.put("rules/web.yaml", rules);
    return new ManualReader(List.of(part), name -> null)
        .read(new ManualSource(Path.of("shop"), files));
  }
}
