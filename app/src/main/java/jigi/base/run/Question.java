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
  /** Whether there may be an effect to look for; an attempt that killed Jigi is still open. */
  public boolean checkable() {
    return !why.equals(StepDecider.KILLED_JIGI);
  }
}
