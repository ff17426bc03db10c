package jigi.operate.notify.oncall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody stands in for whoever would be on call.
 *
 * @param schedule its name in the manual
 * @param person key of the one who stands in
 */
public record OnCallOverride(
    String id, String system, String schedule, String person, Span span, Made made) {
  /**
   * @param until the first instant that it does not hold
   */
  public record Span(Instant from, Instant until) {}

  /**
   * @param reason empty for none
   */
  public record Made(String by, Instant at, String reason, @Nullable Ended ended) {}

  /** Somebody ended it before its time. */
  public record Ended(Instant at, String by) {}

  boolean covers(Instant at) {
    return made.ended() == null && !at.isBefore(span.from()) && at.isBefore(span.until());
  }
}
