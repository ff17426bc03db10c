package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An undo that was begun on the machine of a node that no longer leads. */
class LostUndoTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void isDoneOnceAPersonHasSeenItsEffect() {
    assertThat(Decider.next(lost(Choice.MARK_DONE)))
        .isEqualTo(new Decision.Leave("a1", "seen by kim: the file is gone"));
  }

  @Test
  void isBegunAgainWhenAPersonSaysSo() {
    assertThat(Decider.next(lost(Choice.RETRY))).isEqualTo(new Decision.Leave("a1", null));
  }

  @Test
  void isLeftToAPersonUntilOneAnswers() {
    assertThat(Decider.next(lost(null)))
        .isEqualTo(new Decision.Await(WaitReason.INTERRUPTED, null));
  }

  private static RunSnapshot lost(@Nullable Choice choice) {
    StepPart part = Bench.part("sh", "x");
    StepDefinition step = new StepDefinition("s", Role.RUN, part, null, null, part);
    Question question =
        new Question(
            WaitReason.INTERRUPTED,
            StepDecider.NODE_LOST,
            2,
            NOW,
            choice,
            "kim",
            "the file is gone");
    return new RunSnapshot(
        Bench.definition(null, step),
        Bench.run(Mode.BY_HAND, NOW, null),
        RunStep.pending(-1),
        List.of(new RunStep(0, StepState.FAILED, NOW, NOW, null, "", question)),
        List.of(
            attempt("a0", Purpose.ACT, AttemptOutcome.FAILED), attempt("a1", Purpose.UNDO, null)),
        List.of(),
        Map.of("a1", Observation.ELSEWHERE),
        true,
        NOW);
  }

  private static RunAttempt attempt(String id, Purpose purpose, @Nullable AttemptOutcome outcome) {
    Instant ended = outcome == null ? null : NOW;
    return new RunAttempt(id, 0, purpose, 1, "sh", outcome, NOW, ended, "", 0, 0, "other", null);
  }
}
