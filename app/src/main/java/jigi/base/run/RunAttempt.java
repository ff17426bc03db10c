package jigi.base.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a block.
 *
 * @param number from 1, per step and purpose
 * @param outcome null while it is open
 * @param kills how often Jigi died while it was open
 * @param bytes of output logged
 * @param node that began it; null from before nodes were told apart
 * @param again before which the step is not tried again; null for nothing but its own backoff
 */
public record RunAttempt(
    String id,
    int step,
    Purpose purpose,
    int number,
    String kind,
    @Nullable AttemptOutcome outcome,
    Instant begun,
    @Nullable Instant ended,
    String evidence,
    int kills,
    long bytes,
    @Nullable String node,
    @Nullable Instant again) {
  boolean open() {
    return outcome == null;
  }
}
