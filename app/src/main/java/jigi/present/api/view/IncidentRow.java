package jigi.present.api.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident in a list.
 *
 * @param number per system, shown as {@code INC-12}
 * @param level P0 to P4
 * @param owner who acknowledged it
 */
public record IncidentRow(
    String id,
    long number,
    String system,
    String title,
    String level,
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

  public String path() {
    return "/incidents/" + id;
  }

  public boolean open() {
    return state != State.CLOSED;
  }
}
