package jigi.present.api.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident in a list.
 *
 * @param number per system, shown as {@code INC-12}
 * @param level P0 to P4
 * @param called what the system's people call it, such as High; null for nothing else
 * @param owner who acknowledged it
 */
public record IncidentRow(
    String id,
    long number,
    String system,
    String title,
    String level,
    @Nullable String called,
    State state,
    Instant opened,
    @Nullable Instant acknowledged,
    @Nullable Instant resolved,
    @Nullable Instant closed,
    @Nullable String owner,
    NextAction next) {
  /** Where an incident stands. */
  public enum State {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED,
    CLOSED
  }

  public String label() {
    return "INC-" + number;
  }

  /** {@code P1 High}. */
  public String grade() {
    return called == null ? level : level + " " + called;
  }

  public String path() {
    return "/incidents/" + id;
  }

  public boolean open() {
    return state != State.CLOSED;
  }
}
