package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.NamedConnections;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventQuery;
import jigi.base.kernel.Json;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.schedule.HolidayPart;
import jigi.base.schedule.Scheduler;
import jigi.base.store.TestDatabase;
import jigi.detect.alert.AlertEvents;
import jigi.detect.inventory.InventoryPart;
import jigi.detect.metric.ConditionPart;
import jigi.detect.probe.ProbePart;
import jigi.detect.probe.Sample;
import jigi.detect.rule.RulePart;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
abstract class RunbooksTest {
  private static final String ROOT =
      """
      system: shop
      hosts: {here: local}
      components:
        web:
          on: here
          probes:
            - http: http://127.0.0.1:8080/health
              every: 5s
      conditions:
        web-healthy: probe_success{component="web"} == 1
      """;
  private static final String RULES =
      """
      groups:
        - name: g
          rules:
            - alert: WebDown
              expr: probe_success{component="web"} == 0
              labels: {severity: critical}
            - alert: WebSlow
              expr: probe_duration_seconds{component="web"} > 1
              labels: {severity: warning}
      """;

  @TempDir Path folder;
  private Bench bench;
  private Runbooks runbooks;
  private volatile @Nullable String expected;
  private Scheduler scheduler;
  private final HolidayPart holidays = new HolidayPart();
  private final ConnectPart connect = new ConnectPart();
  private final InventoryPart inventory =
      new InventoryPart(reading -> reading.part(connect), List.of(ProbePart.PROBES));
  private final ProbePart probes =
      new ProbePart(inventory, reading -> reading.part(connect), reading -> NamedConnections.NONE);
  private final ConditionPart conditions = new ConditionPart(inventory, probes);
  private final RulePart rules = new RulePart();
  private final RunbookPart part =
      new RunbookPart(connect, conditions, rules, RunbookPart.Kinds.NONE);

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder, Timeline.rehearsal(), connections -> List.of());
    expected = null;
    bench.conditions.put("web-healthy", Status.FAIL);
    bench.engine.open();
    scheduler = new Scheduler(bench.parts.store(), bench.journal, bench.parts.timeline());
    runbooks =
        new Runbooks(
            bench.parts.store(),
            bench.journal,
            bench.parts.timeline(),
            bench.engine,
            scheduler,
            new Runbooks.ManualParts(part, inventory, connect, holidays));
    runbooks.open((tx, system, labels) -> expected);
    bench.journal.start();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void activate(String... files) {
    Map<String, String> all = new TreeMap<>(Map.of("jigi.yaml", ROOT, "rules/r.yaml", RULES));
    for (int i = 0; i < files.length; i++) {
      all.put("runbooks/r" + i + ".md", files[i]);
    }
    ManualReader.Result result =
        new ManualReader(
                List.of(connect, inventory, probes, conditions, rules, holidays, part), n -> null)
            .read(new ManualSource(folder, new TreeMap<>(all)));
    assertThat(result.problems()).isEmpty();
    Manual manual = Objects.requireNonNull(result.manual());
    runbooks.activate(List.of(manual));
  }

  private void fires(String alert, String component) {
    bench.journal.append(
        EventDraft.of(AlertEvents.FIRING)
            .system("shop")
            .with("alert", alert)
            .with("fingerprint", "f-" + alert)
            .with("labels", Json.write(Map.of("alertname", alert, "component", component))));
  }

  private List<Run> runs() {
    return bench.runs.list(RunFilter.newest(10));
  }

  private Run first() throws InterruptedException {
    for (int i = 0; i < 500 && runs().isEmpty(); i++) {
      bench.parts.timeline().sleep(Duration.ofMillis(10));
    }
    return runs().getFirst();
  }

  private static String book(String name, String more, String script) {
    return "---\nrunbook: " + name + "\n" + more + "---\n## act\n```sh run\n" + script + "\n```\n";
  }

  @Test
  void anAlertStartsItsRunbookOnceAndItsLabelFillsAParameter() throws Exception {
    activate(
        book(
            "restart",
            "on-alert: {WebDown: automatic}\n"
                + "parameters: {PART: {type: component, label: component}}\n",
            "echo restarting \"$PART\"; sleep 1"));

    fires("WebDown", "web");
    Run run = first();
    fires("WebDown", "web");
    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(detail.run().mode()).isEqualTo(Mode.AUTOMATIC);
    assertThat(detail.run().trigger().text()).isEqualTo("alert:WebDown");
    assertThat(detail.steps().getFirst().evidence()).isEqualTo("exit 0: restarting web");
    assertThat(runs()).hasSize(1);
    assertThat(runbooks.suggestions()).extracting(Suggestion::reason).containsExactly("running");
  }

  @Test
  void aLabelThatTheInventoryDoesNotKnowOnlySuggests() throws Exception {
    activate(
        book(
            "restart",
            "on-alert: {WebDown: automatic}\n"
                + "parameters: {PART: {type: component, label: component}}\n",
            "echo \"$PART\""));

    fires("WebDown", "web;reboot");
    suggested();

    assertThat(runs()).isEmpty();
    assertThat(runbooks.suggestions()).extracting(Suggestion::reason).containsExactly("parameters");
  }

  @Test
  void addressesOfOthersFillAParameterEachInARunOfItsOwn() throws Exception {
    activate(
        book(
            "block",
            "on-alert: {WebDown: automatic}\n"
                + "parameters: {ADDRESS: {type: address, label: component}}\n",
            "echo blocked \"$ADDRESS\""));
    List<String> ours = List.of("10.0.0.5", "127.0.0.1", "::1", "fd00::7", "::ffff:203.0.113.7");
    for (String address : ours) {
      fires("WebDown", address);
    }
    List<String> theirs = List.of("203.0.113.7", "2001:db8::7");
    for (String address : theirs) {
      fires("WebDown", address);
    }
    Until.so("each has a run", () -> runs().size() == 2, () -> "" + runs());
    for (Run run : runs()) {
      assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(runs())
        .extracting(run -> run.parameters().get("ADDRESS"))
        .containsExactlyInAnyOrderElementsOf(theirs);
    assertThat(runbooks.suggestions()).hasSize(ours.size());
  }

  private void suggested() throws InterruptedException {
    for (int i = 0; i < 500 && runbooks.suggestions().isEmpty(); i++) {
      bench.parts.timeline().sleep(Duration.ofMillis(10));
    }
  }

  @Test
  void askWaitsForAPersonAndSuggestOnlySays() throws Exception {
    activate(
        book("restart", "on-alert: {WebDown: ask}\n", "true"),
        book("other", "on-alert: {WebSlow: suggest}\n", "true"));

    fires("WebDown", "web");
    fires("WebSlow", "web");
    suggested();
    Runs.Detail waiting = bench.until(first(), d -> d.ask() != null);

    assertThat(waiting.attempts()).isEmpty();
    assertThat(waiting.run().reason()).isEqualTo("approval");
    assertThat(runbooks.suggestions())
        .extracting(s -> s.runbook() + " " + s.reason())
        .containsExactly("other declared");
    assertThat(bench.journal.find(new EventQuery(null, null, null, "runbook.", null, 9)))
        .hasSize(1);
  }

  @Test
  void aPersonRunsOneBlockOfAPlainDocument() throws Exception {
    activate("# 운영\n## 상태\n```bash\necho by hand\n```\n");

    assertThatThrownBy(() -> runbooks.start("shop", "r0", Map.of(), "user:kim", Runbooks.How.PLAIN))
        .hasMessageContaining("not-executable");
    Run run = runbooks.startBlock("shop", "r0", 3, null, "user:kim");

    Runs.Detail detail = bench.ended(run);
    assertThat(detail.steps().getFirst().evidence()).isEqualTo("exit 0: by hand");
    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThatThrownBy(() -> runbooks.get("shop", "r1")).hasMessageContaining("did you mean 'r0'?");
  }

  @Test
  @Shows("BAK-29")
  void howLongARunbookWithATargetTookIsMeasured() throws Exception {
    activate(book("drill", "target: 1h\n", "sleep 1"), book("other", "", "true"));
    RunbookFigures figures = new RunbookFigures(runbooks, bench.runs);
    assertThat(figures.samples())
        .extracting(Sample::name)
        .containsExactly("jigi_runbook_target_seconds");
    runs("other", Runbooks.How.PLAIN);
    runs("drill", Runbooks.How.PLAIN);
    runs("drill", new Runbooks.How(true, null));

    List<Sample> measured = figures.samples();

    assertThat(measured)
        .extracting(sample -> sample.name() + " " + sample.labels().get("runbook"))
        .containsExactly(
            "jigi_runbook_target_seconds drill", "jigi_runbook_duration_seconds drill");
    assertThat(measured.getFirst().value()).isEqualTo(3600);
    assertThat(measured.getLast().value()).isBetween(1.0, 60.0);
  }

  private void runs(String name, Runbooks.How how) throws InterruptedException {
    bench.ended(runbooks.start("shop", name, Map.of(), "user:kim", how));
  }

  @Test
  void whatARunDisturbsOnPurposeIsAnsweredAfterItsEnd() throws Exception {
    activate(
        book("restart-all", "disturbs: [web]\n", "true") + "## last\n```approve\n```\n",
        book("recover", "on-alert: {WebDown: automatic, WebSlow: automatic}\n", "true"));
    Run restart = runbooks.start("shop", "restart-all", Map.of(), "user:kim", Runbooks.How.PLAIN);
    bench.until(restart, d -> d.ask() != null);

    fires("WebDown", "web");
    suggested();
    assertThat(runbooks.suggestions()).extracting(Suggestion::reason).containsExactly("disturbed");
    assertThat(runs()).extracting(Run::name).containsExactly("restart-all");

    bench.engine.cancel(restart.id(), "user:kim");
    bench.ended(restart);
    Run recovery = started("recover");

    assertThat(bench.ended(recovery).run().trigger().text()).isEqualTo("alert:WebDown");
    assertThat(runbooks.suggestions()).isEmpty();
  }

  @Test
  void whatIsOverWhenTheRunEndsIsNotAnswered() throws Exception {
    activate(
        book("restart-all", "disturbs: [web]\n", "true") + "## last\n```approve\n```\n",
        book("recover", "on-alert: {WebDown: automatic}\n", "true"));
    Run restart = runbooks.start("shop", "restart-all", Map.of(), "user:kim", Runbooks.How.PLAIN);
    bench.until(restart, d -> d.ask() != null);
    fires("WebDown", "web");
    suggested();
    bench.journal.append(
        EventDraft.of(AlertEvents.RESOLVED).system("shop").with("fingerprint", "f-WebDown"));
    Until.so(
        "the suggestion is closed",
        () -> runbooks.suggestions().isEmpty(),
        () -> "" + runbooks.suggestions());

    bench.engine.cancel(restart.id(), "user:kim");
    bench.ended(restart);
    fires("WebDown", "db");
    Run recovery = started("recover");

    // The one that was over would have been answered before the one that came after it.
    bench.ended(recovery);
    assertThat(runs()).extracting(Run::name).containsExactly("recover", "restart-all");
  }

  @Test
  void whatIsExpectedNoMoreAndStillFiresIsAnswered() throws Exception {
    activate(book("recover", "on-alert: {WebDown: automatic, WebSlow: automatic}\n", "true"));
    expected = "maintenance";
    fires("WebDown", "web");
    suggested();
    bench.parts.timeline().advance(Duration.ofMinutes(5));
    assertThat(runbooks.suggestions())
        .extracting(Suggestion::reason)
        .as("it is expected all that time")
        .containsExactly("maintenance");
    assertThat(runs()).isEmpty();

    expected = null;
    bench.parts.timeline().advance(Duration.ofSeconds(15));
    Run recovery = started("recover");

    assertThat(bench.ended(recovery).run().trigger().text()).isEqualTo("alert:WebDown");
    assertThat(runbooks.suggestions()).isEmpty();
    assertThat(runs()).as("once").hasSize(1);
  }

  private Run started(String name) {
    Until.so(
        name + " is started",
        () -> runs().stream().anyMatch(run -> run.name().equals(name)),
        () -> "" + runs());
    return runs().stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
  }
}
