package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    Duration timeout,
    How how) {
  /**
   * How the block is executed.
   *
   * @param acts false for what may only look: look, verify, probe
   * @param checks whether it tells if an effect is there: what it cannot tell is UNKNOWN
   * @param each the value of {@code each}; null for none
   */
  public record How(boolean acts, boolean checks, @Nullable String each) {}

  /** Whether only what would happen is to be told. */
  public boolean dry() {
    return run.mode() == Mode.DRY;
  }

  /** The run's parameters and {@code EACH}. */
  public Map<String, String> values() {
    Map<String, String> all = new TreeMap<>(run.parameters());
    if (how.each() != null) {
      all.put("EACH", how.each());
    }
    return all;
  }

  public String system() {
    return run.system();
  }

  public Map<String, String> parameters() {
    return run.parameters();
  }
}
