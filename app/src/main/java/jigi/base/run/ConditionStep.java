package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;

/** Waits until a named condition holds: {@code ```condition until=web-healthy timeout=60s}. */
public final class ConditionStep extends ConditionSyntax implements StepKind {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ConditionChecker checker;
  private final Timeline timeline;

  public ConditionStep(ConditionChecker checker, Timeline timeline) {
    this.checker = checker;
    this.timeline = timeline;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    String condition = context.part().attributes().getOrDefault("until", "");
    if (context.since().isBefore(context.begun())) {
      acted(context.system(), condition, context.since());
    }
    return until(context.system(), condition, context.since(), context.timeout());
  }

  /** What the condition reads may be starting since then. */
  void acted(String system, String condition, Instant at) {
    checker.acted(system, condition, at);
  }

  /** Asks anew until the condition holds or the time is over; the last answer counts. */
  StepOutcome until(String system, String condition, Instant since, Duration timeout)
      throws InterruptedException {
    Instant deadline = timeline.instant().plus(timeout);
    while (true) {
      ConditionChecker.Check check = checker.fresh(system, condition, since);
      String evidence = condition + ": " + check.evidence();
      if (check.status() == Status.OK) {
        return StepOutcome.ok(evidence);
      }
      if (!timeline.instant().plus(PAUSE).isBefore(deadline)) {
        return check.status() == Status.FAIL
            ? StepOutcome.failed(evidence)
            : StepOutcome.unknown(evidence);
      }
      timeline.sleep(PAUSE);
    }
  }

  /** One answer by what a fresh look gives. */
  StepOutcome once(String system, String condition, Instant since) throws InterruptedException {
    return until(system, condition, since, Duration.ZERO);
  }
}
