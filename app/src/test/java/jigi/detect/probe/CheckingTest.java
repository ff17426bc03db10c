package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.inventory.Bytes;
import jigi.detect.inventory.Capacity;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.Inventory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a manual's components, probes and conditions is said with its place. */
class CheckingTest {
  @TempDir Path folder;

  private static List<String> problems(String text) {
    return TestManuals.problems("system: shop\n" + text);
  }

  @Test
  @Shows("INV-30")
  void namesWhatItDoesNotKnow() {
    assertThat(
            problems(
                """
                components:
                  web:
                    on: ap
                    needs: [databse]
                  database:
                    on: db
                """))
        .containsExactly(
            "jigi.yaml:4:9  unknown-host  'hosts' has no such host ('ap')"
                + "  HINT: did you mean 'app'?",
            "jigi.yaml:5:12  unknown-component  'components' has no such component ('databse')"
                + "  HINT: did you mean 'database'?");
  }

  @Test
  void aProbeOnAHostThatCannotBeReachedIsUnknownAndNeverMeasuresTheWrongMachine() throws Exception {
    String text =
        """
        system: shop
        components: {box: {on: %s, probes: [host: , {tcp: 'a:1'}]}}
        conditions: {memory: host_memory_used_ratio < 0.9}
        """;
    var far = TestManuals.read(folder, "jigi.yaml", text.formatted("far"));
    assertThat(far.problems()).isEmpty();
    Probe probe = Objects.requireNonNull(far.manual()).part(TestManuals.PROBES).getFirst();
    ProbeResult result = OneProbe.run(folder, probe);
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.samples()).isEmpty();
    assertThat(TestManuals.read(folder, "jigi.yaml", text.formatted("local")).problems()).isEmpty();
  }

  @Test
  void reportsACycleOnce() {
    assertThat(problems("components: {a: {needs: b}, b: {needs: [c]}, c: {needs: a}}\n"))
        .singleElement()
        .asString()
        .contains("cycle  components need each other (a → b → c → a)");
  }

  @Test
  void expectationsAreReadAtCheckTimeWithTheirPlace() {
    assertThat(
            problems(
                """
                components:
                  web:
                    probes:
                      - http: http://127.0.0.1/
                        expect:
                          - status = 200
                          - stats == 200
                          - body matches /(/
                          - fresh "x" within soon
                          - json status == 1
                          - body starts OK
                """))
        .containsExactly(
            "jigi.yaml:7:20  bad-expectation  in 'status = 200': no such comparison here ('=')"
                + "  HINT: did you mean '=='?",
            "jigi.yaml:8:13  bad-expectation  in 'stats == 200': there is no such subject ('stats')"
                + "  HINT: did you mean 'status'?",
            "jigi.yaml:9:27  bad-expectation  in 'body matches /(/': not a regular expression"
                + " (missing closing ))"
                + "  HINT: see https://github.com/google/re2/wiki/Syntax",
            "jigi.yaml:10:30  bad-expectation  in 'fresh \"x\" within soon': here must stand"
                + " a duration  HINT: write for example fresh \"OK (.*)\" within 2m",
            "jigi.yaml:11:18  bad-expectation  in 'json status == 1': not a path into JSON"
                + "  HINT: write for example json $.status == \"UP\"",
            "jigi.yaml:12:25  bad-expectation  in 'body starts OK': here must stand a text in"
                + " double quotes  HINT: write \"OK\"");
  }

  @Test
  void probesHaveDistinctNamesAndPossibleTimes() {
    assertThat(
            problems(
                """
                components:
                  web:
                    probes:
                      - {http: "http://127.0.0.1/", every: 5s, timeout: 10s}
                      - {tcp: "127.0.0.1:80"}
                      - {tcp: "127.0.0.1:81"}
                      - {htp: "http://127.0.0.1/"}
                """))
        .extracting(line -> line.split("  ")[1] + " " + line.split("HINT: ")[1])
        .containsExactly(
            "timeout-too-long lower 'timeout' or raise 'every'",
            "unknown-kind did you mean 'http'?");
    assertThat(problems("components: {w: {probes: [{tcp: 'a:1'}, {tcp: 'a:2'}]}}\n"))
        .singleElement()
        .asString()
        .contains("duplicate-probe");
  }

  @Test
  void aConditionNothingCanFeedIsAnError() {
    assertThat(
            problems(
                """
                components:
                  web: {on: app, probes: [{http: "http://127.0.0.1/"}]}
                  box: {on: db, probes: [host: ]}
                conditions:
                  fine: probe_success{component="web"} == 1
                  memory: host_memory_used_ratio{host="db"} < 0.85
                  disk: max(host_filesystem_used_ratio{mount="/"}) < 0.9
                  own: jigi_condition{name="fine"} == 1
                  typo: probe_succes == 1
                  nobody: probe_success{component="wbe"} == 1
                  wrong-host: host_memory_used_ratio{host="app"} < 0.85
                  no-label: host_load1{mount="/"} < 1
                  no-comparison: probe_success
                  broken: probe_success{ == 1
                """))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "jigi.yaml:10:9  unknown-metric  no probe of this manual produces it")
                    .endsWith("HINT: did you mean 'probe_success'?"),
            line ->
                assertThat(line)
                    .startsWith("jigi.yaml:11:11  no-such-series")
                    .contains("{component=\"web\", probe=\"http\", host=\"app\"}"),
            line -> assertThat(line).startsWith("jigi.yaml:12:15  no-such-series"),
            line -> assertThat(line).startsWith("jigi.yaml:13:13  no-such-series"),
            line -> assertThat(line).startsWith("jigi.yaml:14:18  not-a-comparison"),
            line -> assertThat(line).startsWith("jigi.yaml:15:").contains("bad-promql"));
  }

  @Test
  void scrapedMetricsAreSureOnlyWhenListed() {
    String manual =
        """
        components:
          web: {probes: [{scrape: "http://127.0.0.1/metrics"%s}]}
        conditions:
          orders: orders_total < 5
        """;
    assertThat(problems(manual.formatted("")))
        .singleElement()
        .asString()
        .startsWith("jigi.yaml:5:11  warning: unsure-metric");
    assertThat(problems(manual.formatted(", metrics: [orders_total]"))).isEmpty();
    assertThat(problems(manual.formatted(", metrics: [order_total]")))
        .singleElement()
        .asString()
        .contains("unknown-metric")
        .endsWith("did you mean 'order_total'?");
  }

  @Test
  void recordingRulesFeedConditions() {
    var result =
        TestManuals.read(
            Path.of("/nowhere"),
            "jigi.yaml",
            "system: shop\nconditions: {fast: 'shop:latency < 1'}\n",
            "rules/a.yaml",
            "groups: [{name: g, rules: [{record: 'shop:latency', expr: '1'}]}]\n");
    assertThat(result.problems()).isEmpty();
  }

  @Test
  @Shows("INV-21")
  void capacityShowsWhatAPercentageMeans() {
    Inventory inventory =
        TestManuals.manual(
                Path.of("/nowhere"),
                """
                system: shop
                title: 상점
                components:
                  box: {capacity: {memory: 1GB, disk: 20GB, cpus: 2}, needs: []}
                  web: {title: 웹, needs: [box], links: {docs: "https://docs.example.com"}}
                """)
            .part(TestManuals.INVENTORY);
    Component box = Objects.requireNonNull(inventory.component("box"));
    Capacity capacity = Objects.requireNonNull(box.capacity());
    assertThat(Capacity.share(0.85, capacity.memory())).isEqualTo("850 MB of 1 GB");
    assertThat(Capacity.share(0.8, capacity.disk())).isEqualTo("16 GB of 20 GB");
    assertThat(inventory.dependants("box")).extracting(Component::title).containsExactly("웹");
    assertThat(inventory.foundations("web")).containsExactly(box);
    assertThat(Bytes.parse("1.5GiB")).isEqualTo(1610612736L);
    assertThat(Bytes.parse("0GB")).isNull();
  }
}
