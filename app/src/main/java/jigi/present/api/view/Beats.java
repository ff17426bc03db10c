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

  /** How many slices show the given letter. */
  public long count(char mark) {
    return marks.chars().filter(c -> c == mark).count();
  }
}
