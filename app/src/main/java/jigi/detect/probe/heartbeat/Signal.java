package jigi.detect.probe.heartbeat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a job said once.
 *
 * @param code its exit code, 0 to 255; null when it named none
 * @param said what it sent along, masked and cut
 * @param took from the start that it told of to this end; null without a start
 */
public record Signal(
    Instant at, Kind kind, @Nullable Integer code, String said, @Nullable Duration took) {
  /** What it means. */
  public enum Kind {
    START,
    SUCCESS,
    FAIL
  }
}
