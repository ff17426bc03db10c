package jigi.base.run;

import java.time.Duration;

/**
 * How an in-process step ended.
 *
 * @param evidence what was seen, without secrets
 * @param pause before which a failed step is not tried again, even if its own backoff is shorter
 */
public record StepOutcome(Result result, String evidence, Duration pause) {
  /** Three-valued: what could not be told is UNKNOWN. */
  public enum Result {
    OK,
    FAILED,
    UNKNOWN
  }

  public static StepOutcome ok(String evidence) {
    return new StepOutcome(Result.OK, evidence, Duration.ZERO);
  }

  public static StepOutcome failed(String evidence) {
    return failed(evidence, Duration.ZERO);
  }

  /** Failed, and whoever was asked does not want to be asked again before a while has passed. */
  public static StepOutcome failed(String evidence, Duration pause) {
    return new StepOutcome(Result.FAILED, evidence, pause);
  }

  public static StepOutcome unknown(String evidence) {
    return new StepOutcome(Result.UNKNOWN, evidence, Duration.ZERO);
  }
}
