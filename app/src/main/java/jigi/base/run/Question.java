package jigi.base.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a step asks a person.
 *
 * @param reason {@link WaitReason#PERSON}, UNVERIFIED or INTERRUPTED
 * @param why a key of the catalogue, {@code run.ask.<why>}
 * @param attempts of the step when it was asked; the answer holds until there are more
 * @param choice null until answered
 */
public record Question(
    WaitReason reason,
    String why,
    int attempts,
    Instant at,
    @Nullable Choice choice,
    @Nullable String by,
    @Nullable String evidence) {
  /**
   * Whether a person may ask Jigi to look for itself: at the goal, or by the step's verify. An
   * attempt that killed Jigi is still open, an undo has no check, and an item is a person's.
   *
   * @param step the one that asks; -1 for the run's own question
   */
  public boolean checkable(RunDefinition definition, int step) {
    return switch (why) {
      case StepDecider.GOAL_UNKNOWN, StepDecider.NODE_LOST -> true;
      case StepDecider.KILLED_JIGI, StepDecider.UNDO_LOST, StepDecider.ITEM -> false;
      default -> step >= 0 && definition.steps().get(step).verify() != null;
    };
  }
}
