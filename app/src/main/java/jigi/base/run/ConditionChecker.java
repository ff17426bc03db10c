package jigi.base.run;

import java.time.Instant;
import jigi.base.kernel.Status;

/** Asks whether a named condition holds. */
public interface ConditionChecker {
  /**
   * The answer.
   *
   * @param status OK, FAIL or UNKNOWN
   */
  record Check(Status status, String evidence) {}

  /** By what is known now. */
  Check now(String system, String condition);

  /** A step acted, and ended then, on what the condition reads. */
  default void acted(String system, String condition, Instant at) {}

  /**
   * Forces the probes that the condition reads and counts only executions begun after the instant.
   */
  Check fresh(String system, String condition, Instant since) throws InterruptedException;
}
