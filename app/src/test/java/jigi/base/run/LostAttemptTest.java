package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Attempts of which nobody knows what came, and what a person then says. */
class LostAttemptTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void onALostNodeIsLeftToAPerson() {
    assertThat(elsewhere(null)).isEqualTo(new Decision.Await(WaitReason.INTERRUPTED, null));
    assertThat(elsewhere(Choice.MARK_DONE)).isEqualTo(new Decision.Leave("a1"));
  }

  @Test
  void isDoneOnceAPersonHasSeenItsEffect() {
    for (AttemptOutcome lost : List.of(AttemptOutcome.VANISHED, AttemptOutcome.CANCELLED)) {
      assertThat(ended(Choice.MARK_DONE, lost))
          .isEqualTo(new Decision.Vouch("a1", "seen by kim: the file is gone"));
    }
  }

  @Test
  void isBegunAgainWhenAPersonSaysSo() {
    assertThat(ended(Choice.RETRY, AttemptOutcome.VANISHED))
        .isEqualTo(new Decision.Begin(0, Purpose.UNDO));
  }

  /** Three deaths of Jigi under one attempt: what a person then chooses is done, and only that. */
  @Test
  void aStepThatKilledJigiIsNotBegunAgainUnasked() {
    assertThat(killed(Choice.UNDO, AttemptOutcome.CANCELLED))
        .isEqualTo(new Decision.Decide(0, StepState.FAILED, "undo-chosen"));
    assertThat(killed(Choice.ABANDON, AttemptOutcome.CANCELLED))
        .isEqualTo(new Decision.Finish(RunState.UNVERIFIED, "abandoned"));
    assertThat(killed(Choice.RETRY, AttemptOutcome.OK))
        .isEqualTo(new Decision.Decide(0, StepState.SUCCEEDED, null));
  }

  private static Decision elsewhere(@Nullable Choice choice) {
    return undo(choice, null, Map.of("a1", Observation.ELSEWHERE));
  }

  private static Decision ended(Choice choice, AttemptOutcome outcome) {
    return undo(choice, outcome, Map.of());
  }

  private static Decision undo(
      @Nullable Choice choice, @Nullable AttemptOutcome outcome, Map<String, Observation> seen) {
    return next(
        new RunStep(
            0, StepState.FAILED, NOW, NOW, null, "", asked(StepDecider.NODE_LOST, 2, choice)),
        seen,
        attempt("a0", Purpose.ACT, AttemptOutcome.FAILED),
        attempt("a1", Purpose.UNDO, outcome));
  }

  private static Decision killed(Choice choice, AttemptOutcome outcome) {
    return next(
        new RunStep(
            0, StepState.ACTIVE, NOW, null, null, "", asked(StepDecider.KILLED_JIGI, 1, choice)),
        Map.of(),
        attempt("a0", Purpose.ACT, outcome));
  }

  private static Question asked(String why, int attempts, @Nullable Choice choice) {
    return new Question(
        WaitReason.INTERRUPTED, why, attempts, NOW, choice, "kim", "the file is gone");
  }

  private static Decision next(
      RunStep step, Map<String, Observation> seen, RunAttempt... attempts) {
    return Decider.next(
        new RunSnapshot(
            Bench.definition(null, Bench.undone(Bench.run("s", "x"), "y")),
            Bench.run(Mode.BY_HAND, NOW, null),
            RunStep.pending(-1),
            List.of(step),
            List.of(attempts),
            List.of(),
            seen,
            true,
            NOW));
  }

  private static RunAttempt attempt(String id, Purpose purpose, @Nullable AttemptOutcome outcome) {
    Instant ended = outcome == null ? null : NOW;
    return new RunAttempt(id, 0, purpose, 1, "sh", outcome, NOW, ended, "", 0, 0, "other", null);
  }
}
