package jigi.base.run;

import java.time.Duration;

/**
 * What a ladder is for: it stops as soon as the condition holds.
 *
 * @param condition name of a condition of the run's system
 * @param settleMillis how long the condition gets to become true after a rung
 */
public record Goal(String condition, long settleMillis) {
  public Duration settle() {
    return Duration.ofMillis(settleMillis);
  }
}
