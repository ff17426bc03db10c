package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.look;
import static jigi.base.run.Bench.own;
import static jigi.base.run.Bench.purposes;
import static jigi.base.run.Bench.run;
import static jigi.base.run.Bench.states;
import static jigi.base.run.Bench.undone;
import static jigi.base.run.Bench.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jigi.base.journal.EventQuery;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
abstract class RunEngineTest {
  @TempDir Path folder;
  private Bench bench;

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder);
    bench.engine.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void executesStepsInOrderAndVerifiesTheirEffect() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                look("see", "echo looking"),
                verified(run("act", "echo done >> " + witness), "grep -q done " + witness)));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(states(detail)).containsOnly(StepState.SUCCEEDED);
    assertThat(purposes(detail))
        .containsExactly("ACT 0 OK", "BEFORE 1 FAILED", "ACT 1 OK", "VERIFY 1 OK");
    assertThat(witness).hasContent("done");
    assertThat(bench.runs.tail(detail.attempts().getFirst(), detail, 5))
        .extracting(l -> l.text())
        .containsExactly("looking");
    assertThat(
            bench.journal.find(new EventQuery(null, run.id(), null, "run.", null, 50)).reversed())
        .extracting(e -> e.what().kind().name())
        .containsExactly("run.queued", "run.started", "run.step", "run.step", "run.finished");
  }

  @Test
  void failsAStepWhoseEffectIsNotSeenThoughItsCommandSucceeds() throws Exception {
    Run run =
        bench.start(
            definition(
                null,
                verified(run("act", "true"), "echo not there; exit 1", "timeout=1s"),
                run("next", "true")));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(states(detail)).containsExactly(StepState.FAILED, StepState.SKIPPED);
    assertThat(detail.steps().getFirst().evidence()).isEqualTo("exit 1: not there");
  }

  @Test
  void asksWhenTheEffectCannotBeChecked() throws Exception {
    Run run =
        bench.start(
            definition(
                null,
                undone(
                    verified(run("act", "true"), "/no/such/command", "timeout=1s"),
                    "echo must not run; exit 1")));

    Runs.Detail waiting = bench.until(run, d -> d.ask() != null);
    assertThat(waiting.run().state()).isEqualTo(RunState.WAITING);
    assertThat(waiting.run().reason()).isEqualTo("unverified");

    assertThatThrownBy(() -> bench.engine.choose(run.id(), 0, Choice.MARK_DONE, "user:kim", " "))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no-evidence");
    bench.engine.choose(run.id(), 0, Choice.MARK_DONE, "user:kim", "I saw it");
    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(detail.steps().getFirst().evidence()).isEqualTo("seen by user:kim: I saw it");
  }

  @Test
  void aPersonMayHaveAnEffectTakenBackThatCannotBeChecked() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                undone(
                    verified(run("act", "echo do >> " + witness), "/no/such/command", "timeout=1s"),
                    "echo undo >> " + witness),
                run("next", "echo next >> " + witness)));
    bench.until(run, d -> d.ask() != null);

    bench.engine.choose(run.id(), 0, Choice.UNDO, "user:kim", "it looks wrong");

    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(states(detail)).containsExactly(StepState.FAILED, StepState.SKIPPED);
    assertThat(witness).hasContent("do\nundo");
  }

  @Test
  void aLadderStopsAtTheRungThatBringsTheGoalBack() throws Exception {
    bench.conditions.put("healthy", Status.FAIL);
    Path condition = folder.resolve("condition-healthy");
    bench.witness("x");
    Run run =
        bench.start(
            definition(
                "healthy",
                look("see", "exit 1"),
                run("restart", "exit 1"),
                run("restart all", "touch " + condition),
                run("reboot", "echo never")));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().reason()).isEqualTo("goal-reached");
    assertThat(states(detail))
        .containsExactly(
            StepState.FAILED, StepState.FAILED, StepState.SUCCEEDED, StepState.SKIPPED);
    assertThat(purposes(detail))
        .containsExactly(
            "GOAL -1 FAILED",
            "ACT 0 FAILED",
            "ACT 1 FAILED",
            "GOAL 1 FAILED",
            "ACT 2 OK",
            "GOAL 2 OK");
  }

  @Test
  void doesNothingWhenTheGoalHoldsAlready() throws Exception {
    bench.conditions.put("healthy", Status.OK);
    Run run = bench.start(definition("healthy", run("restart", "exit 1")));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(detail.run().reason()).isEqualTo("goal-held");
    assertThat(states(detail)).containsExactly(StepState.SKIPPED);
  }

  @Test
  void retriesWithBackoffAndUndoesInReverseOrder() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                undone(run("a", "echo a >> " + witness), "echo undo-a >> " + witness),
                undone(
                    run("b", "echo b >> " + witness + "; exit 1", "retry=2", "backoff=100ms"),
                    "echo undo-b >> " + witness),
                run("c", "echo c >> " + witness)));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(Files.readAllLines(witness)).containsExactly("a", "b", "b", "b", "undo-b", "undo-a");
  }

  @Test
  void aFailureThatIsAnsweredDoesNotEndTheRun() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                run("first", "exit 1"),
                run("between", "echo between >> " + witness),
                run("rescue", "echo rescue >> " + witness, "when=failed(first)"),
                run("rest", "echo rest >> " + witness),
                run("other rescue", "echo wrong >> " + witness, "when=failed(rest)")));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Files.readAllLines(witness)).containsExactly("rescue", "rest");
  }

  @Test
  void membersOfAGroupGoTogether() throws Exception {
    Path a = bench.witness("a");
    Path b = bench.witness("b");
    String meet =
        "echo x > %s; i=0; while [ ! -s %s ] && [ $i -lt 100 ]; do sleep 0.05; i=$((i+1)); done; ["
            + " -s %s ]";
    Run run =
        bench.start(
            definition(
                null,
                run("a", meet.formatted(a, b, b), "group=g"),
                run("b", meet.formatted(b, a, a), "group=g"),
                run("after", "true")));

    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void waitsForAnApprovalBoundToWhatWasShown() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                own("ok?", "approve", "by=ops,kim", "expires=10m"),
                run("act", "echo x >> " + witness)));

    Runs.Detail waiting = bench.until(run, d -> d.ask() != null);
    Approval approval = Bench.asked(waiting);
    assertThat(approval.by()).isEqualTo("ops,kim");
    assertThat(witness).isEmptyFile();
    assertThatThrownBy(() -> bench.engine.approve(run.id(), 0, "user:kim", "another hash"))
        .hasMessageContaining("approval-void");

    bench.engine.approve(run.id(), 0, "user:kim", approval.hash());

    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(witness).hasContent("x");
    assertThatThrownBy(() -> bench.engine.approve(run.id(), 0, "user:lee", approval.hash()))
        .hasMessageContaining("no-approval");
  }

  @Test
  void aDeclinedApprovalCancelsTheRun() throws Exception {
    Run run = bench.start(definition(null, own("ok?", "approve"), run("act", "exit 1")));
    Runs.Detail waiting = bench.until(run, d -> d.ask() != null);

    bench.engine.decline(run.id(), 0, "user:kim", Bench.asked(waiting).hash());

    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.CANCELLED);
    assertThat(detail.run().reason()).isEqualTo("declined");
  }

  @Test
  void cancelKillsWhatRunsAndSkipsTheRest() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(null, run("long", "sleep 60 & wait"), run("next", "echo x >> " + witness)));
    bench.until(run, d -> !d.attempts().isEmpty());

    bench.engine.cancel(run.id(), "user:kim");

    Runs.Detail detail = bench.ended(run);
    assertThat(detail.run().state()).isEqualTo(RunState.CANCELLED);
    assertThat(witness).isEmptyFile();
    assertThat(detail.attempts().getLast().outcome())
        .isIn(AttemptOutcome.CANCELLED, AttemptOutcome.VOID);
  }

  @Test
  void twoRunsOfTheSameLockGoOneAfterAnother() throws Exception {
    Path witness = bench.witness("w");
    String script = "echo in >> " + witness + "; sleep 0.3; echo out >> " + witness;
    Run first = bench.start(definition(null, run("a", script)));
    Run second = bench.start(definition(null, run("a", script)));

    bench.ended(first);
    bench.ended(second);

    assertThat(Files.readAllLines(witness)).containsExactly("in", "out", "in", "out");
    assertThat(second.number()).isEqualTo(first.number() + 1);
  }

  @Test
  void goesOnAfterARestartWithoutRunningTheStepTwice() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                verified(
                    run("slow", "echo begin >> " + witness + "; sleep 1; echo end >> " + witness),
                    "grep -q end " + witness),
                run("next", "echo next >> " + witness)));
    bench.until(run, d -> witnessed(witness));
    bench.close();

    bench = new Bench(database(), folder);
    bench.engine.open();
    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Files.readAllLines(witness)).containsExactly("begin", "end", "next");
  }

  @Test
  void parametersReachScriptsAsVariablesOnly() throws Exception {
    RunDefinition plain = definition(null, run("a", "printf '%s' \"$WHAT\""));
    RunDefinition definition =
        new RunDefinition(
            plain.name(),
            plain.title(),
            plain.system(),
            plain.steps(),
            null,
            plain.locks(),
            List.of(new Parameter("WHAT", Parameter.Type.TEXT, null, List.of(), null, null)),
            Guards.DEFAULT);

    Run run =
        bench.engine.start(
            RunRequest.byHand(definition, Map.of("WHAT", "$(id); `id` 'x' 한글"), "user:kim"));

    Runs.Detail detail = bench.ended(run);
    assertThat(bench.runs.tail(detail.attempts().getFirst(), detail, 1).getFirst().text())
        .isEqualTo("$(id); `id` 'x' 한글");
    assertThatThrownBy(
            () -> bench.engine.start(RunRequest.byHand(definition, Map.of(), "user:kim")))
        .hasMessageContaining("missing-parameter");
  }

  @Test
  void holdsBackAutomaticRunsWhileTheSwitchIsOff() throws Exception {
    bench.engine.guard().hold(null, "user:kim");
    RunDefinition definition = definition(null, run("a", "true"));
    RunRequest automatic =
        RunRequest.byAlert(definition, Map.of(), Trigger.alert("Down", "f1"), Mode.AUTOMATIC);

    Run held = bench.engine.start(automatic);
    Runs.Detail waiting = bench.until(held, d -> d.ask() != null);
    assertThat(waiting.run().reason()).isEqualTo("approval");
    bench.engine.cancel(held.id(), "user:kim");
    bench.ended(held);

    bench.engine.guard().allow(null, "user:kim");
    assertThat(bench.ended(bench.engine.start(automatic)).run().state())
        .isEqualTo(RunState.SUCCEEDED);
  }

  private static boolean witnessed(Path witness) {
    try {
      return Files.size(witness) > 0;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
