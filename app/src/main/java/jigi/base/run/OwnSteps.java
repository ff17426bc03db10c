package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import jigi.base.kernel.UserError;

/** Executes the steps that Jigi does itself. */
final class OwnSteps {
  private final StepKinds kinds;
  private final ConditionStep conditions;

  OwnSteps(StepKinds kinds, ConditionStep conditions) {
    this.kinds = kinds;
    this.conditions = conditions;
  }

  /** To the end of the attempt; an interruption means that Jigi stops or that it is cancelled. */
  StepOutcome execute(RunSnapshot s, RunAttempt attempt) throws InterruptedException {
    Instant since = since(s, attempt);
    if (attempt.purpose() == Purpose.GOAL) {
      Goal goal = Objects.requireNonNull(s.definition().goal());
      String system = s.run().system();
      if (attempt.step() < 0) {
        return conditions.once(system, goal.condition(), since);
      }
      conditions.acted(system, goal.condition(), since);
      return conditions.until(system, goal.condition(), since, goal.settle());
    }
    StepDefinition step = s.definition().steps().get(attempt.step());
    StepPart part = Objects.requireNonNull(step.part(attempt.purpose()));
    StepKind kind = kinds.find(attempt.kind());
    if (kind == null) {
      throw new UserError(
          "unknown-step-kind",
          "this Jigi has no step kind '" + attempt.kind() + "'",
          "use one of " + String.join(", ", kinds.languages()));
    }
    // Before the start a verify is asked once: it is expected to be false.
    Duration timeout =
        attempt.purpose() == Purpose.BEFORE ? Duration.ZERO : step.timeout(attempt.purpose());
    return kind.run(
        new StepContext(
            s.run(),
            attempt.id(),
            attempt.number(),
            part,
            attempt.begun(),
            since,
            timeout,
            new StepContext.How(
                attempt.purpose() == Purpose.ACT ? step.acts() : attempt.purpose() == Purpose.UNDO,
                attempt.purpose().checks(),
                step.attribute("each"))));
  }

  /** A check counts only what was seen after the act's end. */
  private static Instant since(RunSnapshot s, RunAttempt attempt) {
    if (attempt.purpose() == Purpose.VERIFY || attempt.purpose() == Purpose.GOAL) {
      Instant last = null;
      for (RunAttempt other : s.attempts()) {
        boolean acted = other.purpose() == Purpose.ACT || other.purpose() == Purpose.UNDO;
        if (acted && other.ended() != null) {
          last = other.ended();
        }
      }
      return last == null ? attempt.begun() : last;
    }
    return attempt.begun();
  }
}
