package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one thing that a driver does next. */
sealed interface Decision {
  /** Look at an open attempt of which nothing is known since the driver began. */
  record Inspect(String attempt) implements Decision {}

  /** Commit the intent of a new attempt, then start it. */
  record Begin(int step, Purpose purpose) implements Decision {}

  /** Start the same attempt, which has never begun. */
  record Resume(String attempt) implements Decision {}

  /** End an attempt's processes and prove them gone. */
  record Kill(String attempt) implements Decision {}

  /** See to it that an attempt never begins. */
  record Prevent(String attempt) implements Decision {}

  /** Give up an attempt that only another node could see. */
  record Leave(String attempt) implements Decision {}

  /**
   * Take a person's word for it that an undo has had its effect. It is recorded with the attempt:
   * the step's next question takes the place of the one that was answered.
   */
  record Vouch(String attempt, String seen) implements Decision {}

  record TakeLocks() implements Decision {}

  /**
   * The step has ended.
   *
   * @param evidence null keeps that of the last attempt
   */
  record Decide(int step, StepState state, @Nullable String evidence) implements Decision {}

  /** The step waits until an instant. */
  record Delay(int step, Instant until) implements Decision {}

  record AskApproval(int step, String by, int needed, Duration expires) implements Decision {}

  record Ask(int step, WaitReason reason, String why) implements Decision {}

  /**
   * Nothing to do until something is reported.
   *
   * @param reason null while attempts are running
   * @param due when to look again without a report; null for never
   */
  record Await(@Nullable WaitReason reason, @Nullable Instant due) implements Decision {}

  /**
   * @param reason key of the catalogue, {@code run.end.<reason>}
   */
  record Finish(RunState state, String reason) implements Decision {}
}
