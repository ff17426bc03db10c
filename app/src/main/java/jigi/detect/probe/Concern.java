package jigi.detect.probe;

import java.time.Instant;
import jigi.base.kernel.Status;

/**
 * A reason to worry about a component that comes from elsewhere than its probes: a firing alert.
 *
 * @param status WARN or FAIL
 * @param text what it is, for people
 */
public record Concern(Status status, String text, Instant since) {
  /** Contributed by rooms that know more than probes do. */
  @FunctionalInterface
  public interface Source {
    java.util.List<Concern> of(String system, String component);
  }
}
