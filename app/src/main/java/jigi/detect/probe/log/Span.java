package jigi.detect.probe.log;

import java.time.Duration;
import java.time.Instant;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Which time lines are wanted of.
 *
 * @param from null for the log's beginning
 * @param until exclusive; null for now
 */
public record Span(@Nullable Instant from, @Nullable Instant until) {
  /** Lines of any time, and those that tell none. */
  public static final Span ALWAYS = new Span(null, null);

  /**
   * Programs write their lines nearly in order, and rename files nearly at once: what lies so much
   * outside is not looked through for lines that came late.
   */
  private static final Duration DISORDER = Duration.ofMinutes(5);

  /**
   * @throws UserError {@code bad-span} when it ends before it begins
   */
  public static Span of(@Nullable Instant from, @Nullable Instant until) {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new UserError(
          "bad-span",
          "the time ends (" + until + ") before it begins (" + from + ")",
          "name an end after the beginning");
    }
    return new Span(from, until);
  }

  boolean isAlways() {
    return from == null && until == null;
  }

  boolean holds(Instant at) {
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }

  /** Whether nothing that was written by then can be wanted. */
  boolean isAfter(Instant at) {
    return from != null && at.isBefore(from.minus(DISORDER));
  }

  /** Whether nothing that was written from then on can be wanted. */
  boolean isBefore(Instant at) {
    return until != null && !at.isBefore(until.plus(DISORDER));
  }

  /** The same by a clock that is so far behind. */
  Span behind(Duration ahead) {
    return new Span(
        from == null ? null : from.minus(ahead), until == null ? null : until.minus(ahead));
  }
}
