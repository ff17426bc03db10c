package jigi.base.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one step of a run is. Step -1 stands for the ladder's goal before the first step.
 *
 * @param due when its wait is over; null when it has none
 * @param evidence what was seen, masked
 */
public record RunStep(
    int index,
    StepState state,
    @Nullable Instant started,
    @Nullable Instant ended,
    @Nullable Instant due,
    String evidence,
    @Nullable Question question) {
  static RunStep pending(int index) {
    return new RunStep(index, StepState.PENDING, null, null, null, "", null);
  }
}
