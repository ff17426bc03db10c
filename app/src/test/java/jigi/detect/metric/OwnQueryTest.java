package jigi.detect.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.Target;
import jigi.detect.probe.TestManuals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components whose state is what other probes have measured. */
class OwnQueryTest {
  @TempDir Path folder;

  private static String shop(Target target, String query, String expect) {
    return """
    system: shop
    components:
      web:
        probes:
          - scrape: %s
            every: 5s
            metrics: [orders_total, failures_total]
      orders:
        probes:
          - promql: %s
            every: 5s
            expect: [%s]
    """
        .formatted(target.url("/metrics"), query, expect);
  }

  private static ProbeView orders(Rig rig) {
    return Objects.requireNonNull(rig.probes.view(new ProbeKey("shop", "orders", "promql")));
  }

  @Test
  void aComponentIsAsWellAsWhatIsMeasuredOfIt() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/metrics", 200, "failures_total{part=\"a\"} 0\nfailures_total{part=\"b\"} 0\n");
      rig.activate(
          TestManuals.manual(folder, shop(target, "sum by (part) (failures_total)", "value == 0")));
      rig.pass(Duration.ofSeconds(15));
      assertThat(orders(rig).status()).isEqualTo(Status.OK);
      assertThat(rig.query("promql_value{component=\"orders\"}").values())
          .containsExactly(0.0, 0.0);

      target.says("/metrics", 200, "failures_total{part=\"a\"} 0\nfailures_total{part=\"b\"} 7\n");
      rig.pass(Duration.ofSeconds(15));
      assertThat(orders(rig).status()).isEqualTo(Status.FAIL);
      assertThat(orders(rig).evidence().toString()).contains("{part=\"b\"}", "7");
    }
  }

  @Test
  void whatNobodyMeasuresIsUnknown() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/metrics", 200, "orders_total 1\n");
      rig.activate(TestManuals.manual(folder, shop(target, "sum(failures_total)", "value == 0")));
      rig.pass(Duration.ofSeconds(15));
      assertThat(orders(rig).status()).isEqualTo(Status.UNKNOWN);
      assertThat(orders(rig).evidence().toString()).contains("yields no series");
    }
  }

  @Test
  void anotherSystemsSamplesAreNotRead() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/metrics", 200, "orders_total 1\n");
      rig.activate(
          TestManuals.manual(folder, shop(target, "count(orders_total)", "value == 1")),
          TestManuals.manual(
              folder,
              shop(target, "count(orders_total)", "value == 1")
                  .replace("system: shop", "system: other")));
      rig.pass(Duration.ofSeconds(15));
      assertThat(orders(rig).status()).as("" + orders(rig).evidence()).isEqualTo(Status.OK);
    }
  }

  @Test
  void aMistakeInTheQueryIsFoundBeforeItIsAsked() {
    assertThat(
            TestManuals.problems(
                """
                system: shop
                components:
                  orders:
                    probes:
                      - promql: sum(orders_totl
                      - {name: other, promql: sum(orders_totl)}
                """))
        .anySatisfy(problem -> assertThat(problem).contains("bad-promql", "sum(orders_totl"))
        .anySatisfy(problem -> assertThat(problem).contains("unknown-metric", "orders_totl"));
  }

  @Test
  void withoutTheServerNothingIsKnown() throws Exception {
    assertThat(OneProbe.run(folder, "promql: probe_success").evidence().toString())
        .contains("the server keeps the samples");
  }
}
