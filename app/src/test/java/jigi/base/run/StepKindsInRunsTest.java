package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.own;
import static jigi.base.run.Bench.part;
import static jigi.base.run.Bench.purposes;
import static jigi.base.run.Bench.run;
import static jigi.base.run.Bench.states;
import static jigi.base.run.Bench.undone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.store.TestDatabase;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls, approvals by several people, items, and what guards hold back. */
@Timeout(90)
abstract class StepKindsInRunsTest {
  @TempDir Path folder;
  private Bench bench;
  private final Timeline timeline = Timeline.standing(Instant.parse("2026-11-21T00:00:00Z"));

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder, timeline, List.of());
    bench.engine.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static StepDefinition call(String runbook, String source, String... attributes) {
    String[] all = java.util.Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = "runbook=" + runbook;
    return StepDefinition.of("call " + runbook, Role.OWN, part("call", source, all));
  }

  private static RunDefinition named(String name, List<Parameter> parameters, StepDefinition... s) {
    return new RunDefinition(
        name, name, "shop", List.of(s), null, List.of("shop/" + name), parameters, Guards.DEFAULT);
  }

  private Run called(Run by) {
    return bench.runs.list(RunFilter.newest(100)).stream()
        .filter(run -> by.id().equals(run.parent()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCallRunsAnotherRunbookWithItsParametersAndIncident() throws Exception {
    Path witness = bench.witness("w");
    RunDefinition inner =
        named(
            "inner",
            List.of(new Parameter("COLOR", Parameter.Type.WORD, null, List.of(), null, null)),
            run("act", "echo \"$COLOR\" >> " + witness));
    RunDefinition outer =
        named(
                "outer",
                List.of(new Parameter("WANTED", Parameter.Type.WORD, null, List.of(), null, null)),
                call("inner", "COLOR=$WANTED\n"),
                run("after", "echo after >> " + witness))
            .calling(List.of(inner));
    Run run =
        bench.engine.start(
            RunRequest.byHand(outer, Map.of("WANTED", "blue"), "user:kim").incident("inc"));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(witness).hasContent("blue\nafter");
    Run called = called(run);
    assertThat(called.trigger().text()).isEqualTo("call:outer");
    assertThat(called.incident()).isEqualTo("inc");
    assertThat(detail.steps().getFirst().evidence()).contains("#" + called.number(), "succeeded");
  }

  @Test
  void aCallThatFailsFailsItsStepAndWhatCameBeforeIsUndone() throws Exception {
    Path witness = bench.witness("w");
    RunDefinition inner = named("inner", List.of(), run("act", "exit 3"));
    RunDefinition outer =
        named(
                "outer",
                List.of(),
                undone(run("first", "echo do >> " + witness), "echo undo >> " + witness),
                call("inner", ""))
            .calling(List.of(inner));

    Runs.Detail detail = bench.ended(bench.start(outer));

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(witness).hasContent("do\nundo");
  }

  @Test
  void aCalledRunInheritsTheLocksAndCancellingTheCallerEndsIt() throws Exception {
    RunDefinition inner =
        new RunDefinition(
            "inner",
            "inner",
            "shop",
            List.of(run("long", "sleep 60")),
            null,
            List.of("shop/outer"),
            List.of(),
            Guards.DEFAULT);
    RunDefinition outer = named("outer", List.of(), call("inner", "")).calling(List.of(inner));
    Run run = bench.start(outer);
    bench.until(
        run,
        d ->
            d.steps().getFirst().state() == StepState.ACTIVE
                && bench.runs.list(RunFilter.newest(10)).size() == 2);
    Run called = called(run);
    bench.until(called, d -> !d.attempts().isEmpty());

    bench.engine.cancel(run.id(), "user:kim");

    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.CANCELLED);
    assertThat(bench.ended(called).run().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void aCallGoesOnAfterARestartWithoutCallingTwice() throws Exception {
    Path witness = bench.witness("w");
    RunDefinition inner =
        named("inner", List.of(), run("act", "echo once >> " + witness + "; sleep 1"));
    RunDefinition outer = named("outer", List.of(), call("inner", "")).calling(List.of(inner));
    Run run = bench.start(outer);
    bench.until(run, d -> bench.runs.list(RunFilter.newest(10)).size() == 2);
    bench.until(called(run), d -> !d.attempts().isEmpty());
    bench.engine.close();
    try (RunEngine second =
        new RunEngine(bench.parts, bench.checker(), Approvers.byName(), List.of())) {
      second.open();

      Runs.Detail detail = bench.ended(run);

      assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(witness).hasContent("once");
      assertThat(bench.runs.list(RunFilter.newest(10))).hasSize(2);
    }
  }

  @Test
  void twoDifferentPeopleHaveToConsentWhereTwoAreAsked() throws Exception {
    Run run =
        bench.start(
            definition(
                null, own("consent", "approve", "by=kim,lee", "count=2"), run("act", "true")));
    Runs.Detail waiting = bench.until(run, d -> d.ask() != null);
    String hash = Bench.asked(waiting).hash();

    assertThatThrownBy(() -> bench.engine.approve(run.id(), 0, "user:choi", hash))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("not-asked");
    bench.engine.approve(run.id(), 0, "user:kim", hash);
    assertThatThrownBy(() -> bench.engine.approve(run.id(), 0, "user:kim", hash))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("approved-before");
    Runs.Detail half = bench.until(run, d -> !Bench.asked(d).given().isEmpty());
    assertThat(Bench.asked(half).given()).containsExactly("user:kim");
    assertThat(half.run().state()).isEqualTo(RunState.WAITING);
    bench.engine.approve(run.id(), 0, "user:lee", hash);

    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(detail.steps().getFirst().evidence()).isEqualTo("approved by user:kim, user:lee");
  }

  @Test
  void anApprovalWhoseAlertIsOverIsTakenBack() throws Exception {
    RunDefinition book = definition(null, run("restart", "true"));
    Run run =
        bench.engine.start(
            RunRequest.byAlert(book, Map.of(), Trigger.alert("WebDown", "f1"), Mode.ASK));
    Runs.Detail waiting = bench.until(run, d -> d.ask() != null);
    String hash = Bench.asked(waiting).hash();

    bench.parts.store().change(tx -> bench.engine.withdraw(tx, "shop", "f1"));

    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.CANCELLED);
    assertThat(detail.run().reason()).isEqualTo("alert-ended");
    assertThat(detail.attempts()).isEmpty();
    assertThatThrownBy(() -> bench.engine.approve(run.id(), -1, "user:kim", hash))
        .hasMessageContaining("no-approval");
  }

  @Test
  void anApprovalThatNobodyGivesInTimeEndsTheRun() throws Exception {
    Run run =
        bench.start(definition(null, own("consent", "approve", "expires=10m"), run("a", "true")));
    bench.until(run, d -> d.ask() != null && d.run().state() == RunState.WAITING);

    advanceWhatWaits(Duration.ofMinutes(10));

    assertThat(bench.ended(run).run().reason()).isEqualTo("approval-expired");
  }

  /** A run sets its timer on its own thread, after its state says that it waits. */
  private void advanceWhatWaits(Duration by) throws InterruptedException {
    Until.so(
        "a timer of the run",
        () -> timeline.pending().stream().anyMatch(timer -> timer.name().startsWith("run ")),
        () -> timeline.pending().toString());
    timeline.advance(by);
  }

  @Test
  void aWaitEndsAtItsInstantAndNotBefore() throws Exception {
    Run run = bench.start(definition(null, own("pause", "wait", "for=5m"), run("act", "true")));
    bench.until(run, d -> "time".equals(d.run().reason()));
    advanceWhatWaits(Duration.ofMinutes(4));
    assertThat(bench.runs.get(run.id()).attempts()).isEmpty();
    advanceWhatWaits(Duration.ofMinutes(1));

    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aLimitPerHourHoldsBackWhatIsTooMuchAndLetsGoAfterTheHour() throws Exception {
    RunDefinition book = guarded(new Guards(2, 0, 9), "true");
    assertThat(automatic(book).heldBy()).isNull();
    assertThat(automatic(book).heldBy()).isNull();
    Run held = automatic(book);

    assertThat(held.mode()).isEqualTo(Mode.ASK);
    assertThat(held.heldBy()).isEqualTo("per-hour");
    bench.engine.cancel(held.id(), "user:kim");
    bench.ended(held);

    timeline.advance(Duration.ofMinutes(61));
    assertThat(automatic(book).heldBy()).isNull();
  }

  @Test
  void aCoolDownHoldsBackUntilItIsOver() throws Exception {
    RunDefinition book = guarded(new Guards(9, Duration.ofMinutes(10).toMillis(), 9), "true");
    bench.ended(automatic(book));
    Run held = automatic(book);
    assertThat(held.heldBy()).isEqualTo("cool-down");
    bench.engine.cancel(held.id(), "user:kim");
    bench.ended(held);

    timeline.advance(Duration.ofMinutes(11));
    assertThat(automatic(book).heldBy()).isNull();
  }

  @Test
  void failuresInARowStopTheAutomaticAndCallAPerson() throws Exception {
    RunDefinition book = guarded(new Guards(9, 0, 2), "exit 1");
    bench.ended(automatic(book));
    bench.ended(automatic(book));
    Run held = automatic(book);
    assertThat(held.heldBy()).isEqualTo("failures");
    Runs.Detail waiting = bench.until(held, d -> d.ask() != null);
    bench.engine.approve(held.id(), -1, "user:kim", Bench.asked(waiting).hash());
    bench.ended(held);
    assertThat(
            bench.journal.find(
                new jigi.base.journal.EventQuery(null, held.id(), null, "run.waiting", null, 9)))
        .anySatisfy(e -> assertThat(e.what().args()).containsEntry("guard", "failures"));
  }

  @Test
  void itemsGoSideBySideAndAFailedOneStopsNoOther() throws Exception {
    bench.conditions.put("good", Status.OK);
    bench.conditions.put("bad", Status.FAIL);
    Run run =
        bench.start(
            definition(
                null,
                own("a", "condition", "until=bad", "group=items", "item=0", "timeout=1s"),
                own("b", "item", "group=items", "item=1"),
                own("c", "condition", "until=good", "group=items", "item=2", "timeout=1s"),
                own("d", "condition", "until=unheard", "group=items", "item=3", "timeout=1s")));
    bench.until(run, d -> d.steps().stream().filter(s -> s.state().ended()).count() == 3);

    bench.engine.choose(run.id(), 1, Choice.MARK_DONE, "user:kim", "");

    Runs.Detail detail = bench.ended(run);
    assertThat(states(detail))
        .containsExactly(
            StepState.FAILED, StepState.SUCCEEDED, StepState.SUCCEEDED, StepState.FAILED);
    assertThat(purposes(detail)).contains("ACT 3 UNKNOWN");
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void itemsThatCouldNotBeCheckedLeaveTheRunUnverified() throws Exception {
    Run run =
        bench.start(
            definition(null, own("d", "condition", "until=unheard", "item=0", "timeout=1s")));

    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.UNVERIFIED);
  }

  private Run automatic(RunDefinition book) throws InterruptedException {
    Run run =
        bench.engine.start(
            RunRequest.byAlert(book, Map.of(), Trigger.alert("WebDown", "f"), Mode.AUTOMATIC));
    if (run.heldBy() == null) {
      bench.ended(run);
    }
    return Objects.requireNonNull(bench.runs.find(run.id()));
  }

  private static RunDefinition guarded(Guards guards, String script) {
    return new RunDefinition(
        "book", "Book", "shop", List.of(run("act", script)), null, List.of(), List.of(), guards);
  }
}
