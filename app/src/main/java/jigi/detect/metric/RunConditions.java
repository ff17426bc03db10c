package jigi.detect.metric;

import java.time.Instant;
import jigi.base.kernel.Status;
import jigi.base.run.ConditionChecker;

/** Answers the run engine's questions about conditions. */
public final class RunConditions implements ConditionChecker {
  private final Conditions conditions;

  public RunConditions(Conditions conditions) {
    this.conditions = conditions;
  }

  @Override
  public Check now(String system, String condition) {
    try {
      return check(conditions.now(system, condition));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Check(Status.UNKNOWN, "interrupted");
    }
  }

  @Override
  public Check fresh(String system, String condition, Instant since) throws InterruptedException {
    return check(conditions.fresh(system, condition, since));
  }

  private static Check check(Conditions.Verdict verdict) {
    return new Check(verdict.status(), verdict.evidence());
  }
}
