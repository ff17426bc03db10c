package jigi.present.api.view;

import java.time.Duration;
import jigi.base.kernel.Status;

/**
 * A heartbeat: equal slices of a span that ends now, oldest first, each with its worst status.
 *
 * @param marks one letter per slice: {@code o} OK, {@code w} WARN, {@code u} UNKNOWN, {@code f}
 *     FAIL, {@code -} nothing yet
 */
public record Beats(String marks, Duration span) {
  /** The letter of a status. */
  public static char mark(Status status) {
    return switch (status) {
      case OK -> 'o';
      case WARN -> 'w';
      case UNKNOWN -> 'u';
      case FAIL -> 'f';
    };
  }

  /** How long each slice is. */
  public Duration slice() {
    return marks.isEmpty() ? span : span.dividedBy(marks.length());
  }

  /** The part of the span since the first slice with a measurement; zero when there is none. */
  public Duration known() {
    for (int i = 0; i < marks.length(); i++) {
      if (marks.charAt(i) != '-') {
        return slice().multipliedBy(marks.length() - i);
      }
    }
    return Duration.ZERO;
  }

  /** How many slices show the given letter. */
  public long count(char mark) {
    return marks.chars().filter(c -> c == mark).count();
  }
}
