package jigi.detect.probe.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts by subject, each minute anew. Subjects beyond a thousand share one count. */
final class PerMinute {
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int MOST_SUBJECTS = 1000;
  private static final String OTHERS = "";

  private final int limit;
  private final Map<String, Integer> counts = new HashMap<>();
  private Instant began = Instant.MIN;

  PerMinute(int limit) {
    this.limit = limit;
  }

  synchronized boolean isOver(String subject, Instant now) {
    renew(now);
    return counts.getOrDefault(known(subject), 0) >= limit;
  }

  /** False when that is too many. */
  synchronized boolean count(String subject, Instant now) {
    renew(now);
    return counts.merge(known(subject), 1, Integer::sum) <= limit;
  }

  private void renew(Instant now) {
    if (began.equals(Instant.MIN) || !now.isBefore(began.plus(WINDOW))) {
      began = now;
      counts.clear();
    }
  }

  private String known(String subject) {
    return counts.containsKey(subject) || counts.size() < MOST_SUBJECTS ? subject : OTHERS;
  }
}
