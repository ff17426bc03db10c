package jigi.present.api.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has to do after an incident.
 *
 * @param incident id
 * @param label {@code INC-3}
 * @param overdue whether it was to be done by now and is not
 */
public record FollowUpRow(
    String incident,
    String label,
    String system,
    int number,
    String task,
    String person,
    Instant due,
    @Nullable Instant done,
    @Nullable String doneBy,
    boolean overdue) {
  public String path() {
    return "/incidents/" + incident;
  }
}
