package jigi;

import java.time.Instant;
import jigi.base.run.ConditionChecker;
import jigi.detect.metric.Conditions;

/** Lets the run engine ask for the manuals' conditions. */
final class CheckedConditions implements ConditionChecker {
  private final Conditions conditions;

  CheckedConditions(Conditions conditions) {
    this.conditions = conditions;
  }

  @Override
  public Check now(String system, String condition) {
    try {
      return check(conditions.now(system, condition));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void acted(String system, String condition, Instant at) {
    conditions.acted(system, condition, at);
  }

  @Override
  public Check fresh(String system, String condition, Instant since) throws InterruptedException {
    return check(conditions.fresh(system, condition, since));
  }

  private static Check check(Conditions.Verdict verdict) {
    return new Check(verdict.status(), verdict.evidence());
  }
}
