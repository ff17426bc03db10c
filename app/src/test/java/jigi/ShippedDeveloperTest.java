package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.config.Manual;
import jigi.base.connect.http.HttpConnection;
import jigi.base.kernel.Troubles;
import jigi.base.run.StepDefinition;
import jigi.detect.metric.MeasuredSamples;
import jigi.detect.metric.Metrics;
import jigi.detect.probe.OwnQuery;
import jigi.detect.probe.Probe;
import jigi.detect.probe.QueryResult;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.storage.Appender;
import jigi.operate.runbook.Runbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What T-Developer is made of: its nine agents, over made-up figures, and its inner addresses. */
class ShippedDeveloperTest {
  private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
  private static final int STEP_SECONDS = 15;
  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "Analysis", List.of("nl-input", "parser", "ui-selection"),
          "Decision", List.of("component-decision", "match-rate", "search"),
          "Generation", List.of("assembly", "download", "generation"));

  private final EmbeddedMetricStore store = EmbeddedMetricStore.inMemory();
  private final Metrics metrics = new Metrics(store, new Troubles(), 2);
  private final ShippedManual shipped = ShippedManual.read("t-developer");
  private final Manual manual = shipped.manual();

  ShippedDeveloperTest() throws IOException {}

  @AfterEach
  void close() {
    metrics.close();
  }

  /** Ten minutes of a counter that grows so much a second. */
  private void grows(String name, String agent, double perSecond) {
    Labels labels =
        Labels.of(
            Map.of(
                "__name__",
                name,
                "system",
                "t-developer",
                "component",
                "pipeline",
                "agent",
                agent));
    Appender appender = store.appender();
    for (int second = 0; second <= Duration.ofMinutes(10).toSeconds(); second += STEP_SECONDS) {
      Instant at = NOW.minus(Duration.ofMinutes(10)).plusSeconds(second);
      appender.append(labels, at.toEpochMilli(), second * perSecond);
    }
    appender.commit();
  }

  private List<Double> asked(String agent, String probe) throws Exception {
    Probe found =
        manual.part(shipped.parts().probes).stream()
            .filter(
                each -> each.key().component().equals(agent) && each.spec().name().equals(probe))
            .findFirst()
            .orElseThrow(() -> new AssertionError(agent + " has no probe " + probe));
    String query = ((OwnQuery) found.bare()).query();
    return new MeasuredSamples(metrics)
        .ask("t-developer", query, NOW).series().stream().map(QueryResult.Series::value).toList();
  }

  @Test
  @Shows("INV-10")
  void everyAgentHasItsGroupItsHealthItsTimeAndItsRestart() throws Exception {
    Map<String, List<String>> grouped =
        manual.part(shipped.parts().inventory).components().values().stream()
            .filter(component -> component.group() != null)
            .collect(
                Collectors.groupingBy(
                    component -> Objects.requireNonNull(component.group()),
                    TreeMap::new,
                    Collectors.mapping(
                        component -> component.name(),
                        Collectors.collectingAndThen(
                            Collectors.toList(), names -> names.stream().sorted().toList()))));
    assertThat(grouped).containsExactlyInAnyOrderEntriesOf(GROUPS);
    for (List<String> agents : GROUPS.values()) {
      for (String agent : agents) {
        double each = agent.length();
        grows("agent_failures_total", agent, agent.equals("parser") ? 0.1 : 0);
        grows("agent_execution_seconds_sum", agent, each);
        grows("agent_execution_seconds_count", agent, 2);
        assertThat(asked(agent, "execution-time")).as(agent).containsExactly(each / 2);
        assertThat(asked(agent, "failures"))
            .as(agent)
            .hasSize(1)
            .allMatch(failures -> agent.equals("parser") ? failures > 29 : failures == 0);
      }
    }
    Runbook restart =
        manual.part(shipped.parts().runbooks).stream()
            .filter(each -> each.name().equals("agent"))
            .findFirst()
            .orElseThrow();
    assertThat(restart.onAlert()).containsKey("AgentFailing");
    assertThat(Objects.requireNonNull(restart.definition()).parameters().toString())
        .contains("AGENT", "component");
  }

  @Test
  @Shows("INV-12")
  void innerAddressesAreAskedWithAToken() {
    Map<String, String> asked = new TreeMap<>();
    for (Runbook runbook : manual.part(shipped.parts().runbooks)) {
      for (StepDefinition step :
          runbook.definition() == null ? List.<StepDefinition>of() : runbook.definition().steps()) {
        if (step.act().kind().equals("http")) {
          String first = step.act().source().lines().findFirst().orElse("");
          asked.put(first, step.act().attributes().getOrDefault("connection", ""));
        }
      }
    }
    assertThat(asked)
        .isEqualTo(
            Map.of(
                "GET /metrics/cache", "internal",
                "POST /admin/clear-cache", "internal",
                "POST /admin/invalidate-sessions", "internal"));
    var internal = manual.part(shipped.parts().connections).byName().get("internal");
    assertThat(internal).isInstanceOf(HttpConnection.class);
    assertThat(String.valueOf(internal)).contains("http://internal-load-balancer", "keys/admin");
  }

  @Test
  void anAgentThatIsNotAskedHasNoTimeAndNoFault() throws Exception {
    grows("agent_failures_total", "parser", 0);
    grows("agent_execution_seconds_sum", "parser", 0);
    grows("agent_execution_seconds_count", "parser", 0);
    assertThat(asked("parser", "execution-time")).isEmpty();
    assertThat(asked("parser", "failures")).containsExactly(0.0);
    assertThat(asked("search", "failures")).as("never heard of").isEmpty();
  }
}
