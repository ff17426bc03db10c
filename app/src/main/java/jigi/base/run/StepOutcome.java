package jigi.base.run;

/**
 * How an in-process step ended.
 *
 * @param evidence what was seen, without secrets
 */
public record StepOutcome(Result result, String evidence) {
  /** Three-valued: what could not be told is UNKNOWN. */
  public enum Result {
    OK,
    FAILED,
    UNKNOWN
  }

  public static StepOutcome ok(String evidence) {
    return new StepOutcome(Result.OK, evidence);
  }

  public static StepOutcome failed(String evidence) {
    return new StepOutcome(Result.FAILED, evidence);
  }

  public static StepOutcome unknown(String evidence) {
    return new StepOutcome(Result.UNKNOWN, evidence);
  }
}
