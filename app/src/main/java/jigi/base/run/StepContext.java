package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What an in-process step is given.
 *
 * @param run with system, parameters and trigger
 * @param attempt stable when the same attempt is repeated after a crash: an idempotency key
 * @param begun when the attempt began
 * @param since of a verify: when the step it verifies ended; else {@code begun}
 * @param timeout how long it may take
 */
public record StepContext(
    Run run,
    String attempt,
    int number,
    StepPart part,
    Instant begun,
    Instant since,
    Duration timeout) {
  public String system() {
    return run.system();
  }

  public Map<String, String> parameters() {
    return run.parameters();
  }
}
