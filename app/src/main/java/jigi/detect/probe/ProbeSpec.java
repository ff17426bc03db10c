package jigi.detect.probe;

import java.time.Duration;
import jigi.base.config.Place;

/**
 * One probe as the manual writes it.
 *
 * @param name unique within the component
 * @param pace how often and how patiently
 * @param offer metrics that the target names, beyond those of the kind
 * @param definition the same text for the same configuration, wherever it stands
 */
public record ProbeSpec(
    String name,
    ProbeKind kind,
    Pace pace,
    Check check,
    ProbeKind.Offer offer,
    String definition,
    Place place) {
  /**
   * How often and how patiently.
   *
   * @param timeout of one try; not longer than {@code every}
   * @param retries further tries after a failed one, within the same execution
   * @param startGrace how long a target that starts may fail before that counts
   */
  public record Pace(Duration every, Duration timeout, int retries, Duration startGrace) {
    /** How long after a result the next one must be there: two intervals and all tries. */
    public Duration patience() {
      return every.multipliedBy(2).plus(timeout.multipliedBy(retries + 1L));
    }
  }
}
