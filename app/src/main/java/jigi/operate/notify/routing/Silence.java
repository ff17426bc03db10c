package jigi.operate.notify.routing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that a person does not want to hear of for a while.
 *
 * @param recurring within its span only then; null for all the time
 * @param ended by whom it was ended before its time; null when nobody did
 */
public record Silence(
    String id,
    String system,
    List<Matcher> matchers,
    Why why,
    Span span,
    @Nullable Recurring recurring,
    @Nullable Ended ended) {
  public record Why(String reason, String by, Instant at) {}

  public record Span(Instant from, Instant until) {}

  public record Ended(Instant at, String by) {}

  /** What holds now. */
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED;

    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Silence {
    matchers = List.copyOf(matchers);
  }

  public State state(Instant at) {
    if (ended != null || !at.isBefore(span.until())) {
      return State.EXPIRED;
    }
    return at.isBefore(span.from()) ? State.PENDING : State.ACTIVE;
  }

  public boolean hides(Labels alert, Instant at, ZoneId zone) {
    return state(at) == State.ACTIVE
        && (recurring == null || recurring.includes(at, zone))
        && Matchers.all(matchers, alert);
  }
}
