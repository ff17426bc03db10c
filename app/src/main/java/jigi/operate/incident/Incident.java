package jigi.operate.incident;

import java.time.Instant;
import java.util.Locale;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/**
 * One incident.
 *
 * @param number counts a system's incidents for people: {@code INC-12}
 * @param kind of the kinds that the manual names, such as {@code security}; null for none
 * @param detectedBy what led to it: {@code alert:WebDown}, {@code run:backup}, {@code
 *     checklist:daily}, {@code user:kim}
 */
public record Incident(
    String id,
    String system,
    long number,
    String title,
    @Nullable String kind,
    Grade grade,
    State state,
    String detectedBy,
    Times at,
    Hands by) {
  /** Where an incident stands. It goes forwards; only a new alert re-opens it. */
  public enum State {
    OPEN,
    ACKNOWLEDGED,
    /** All its alerts are over; that it is good again is being verified. */
    RESOLVED,
    CLOSED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public record Grade(Level level, Severity severity) {}

  /**
   * @param asked since when somebody is to acknowledge it: its opening, or when it was last opened
   *     again after somebody had closed it
   * @param breached when the response timer last ran out without an acknowledgement
   */
  public record Times(
      Instant opened,
      Instant asked,
      @Nullable Instant acknowledged,
      @Nullable Instant resolved,
      @Nullable Instant closed,
      @Nullable Instant breached) {
    public static Times opened(Instant at) {
      return new Times(at, at, null, null, null, null);
    }

    public Times acknowledged(Instant at) {
      return new Times(opened, asked, at, resolved, closed, breached);
    }

    public Times resolved(Instant at) {
      return new Times(opened, asked, acknowledged, at, null, breached);
    }

    public Times closed(Instant at) {
      return new Times(opened, asked, acknowledged, resolved, at, breached);
    }

    public Times breached(Instant at) {
      return new Times(opened, asked, acknowledged, resolved, closed, at);
    }

    /** Open once more with whoever works on it. */
    public Times reopened() {
      return new Times(opened, asked, acknowledged, null, null, breached);
    }

    /** Open once more; somebody is to acknowledge it anew. */
    public Times askedAgain(Instant at) {
      return new Times(opened, at, null, null, null, breached);
    }

    /** Whether nobody answered in time since {@code asked}. */
    public boolean isLate() {
      return breached != null && !breached.isBefore(asked);
    }
  }

  /** Who acknowledged and who closed it, and why. */
  public record Hands(
      @Nullable String acknowledgedBy, @Nullable String closedBy, @Nullable String closeReason) {}

  /** {@code INC-12}. */
  public String name() {
    return "INC-" + number;
  }

  Incident with(State newState, Times times, Hands hands) {
    return new Incident(id, system, number, title, kind, grade, newState, detectedBy, times, hands);
  }

  Incident graded(Grade newGrade) {
    return new Incident(id, system, number, title, kind, newGrade, state, detectedBy, at, by);
  }

  Incident ofKind(String newKind) {
    return new Incident(id, system, number, title, newKind, grade, state, detectedBy, at, by);
  }
}
