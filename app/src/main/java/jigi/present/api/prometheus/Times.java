package jigi.present.api.prometheus;

import java.time.Duration;
import java.time.Instant;

/** Times as Go writes them. */
final class Times {
  /** What Go's zero time looks like: it never happened. */
  static final String NEVER = "0001-01-01T00:00:00Z";

  private Times() {}

  /** RFC 3339 in UTC. */
  static String text(Instant at) {
    return at.toString();
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
