package jigi.present.api.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param state queued, running, waiting, succeeded, failed, cancelled, unverified
 * @param reason of waiting: approval, target, time, person, unverified, interrupted, lock,
 *     held-switch, held-per-hour, held-cool-down, held-failures
 * @param done how many steps were executed to their end
 * @param skipped how many were not needed
 * @param due when the present question or wait expires
 */
public record RunRow(
    String id,
    long number,
    String system,
    String name,
    String title,
    String state,
    @Nullable String reason,
    Instant created,
    @Nullable Instant finished,
    int done,
    int skipped,
    int steps,
    String trigger,
    String actor,
    @Nullable Instant due) {
  public String path() {
    return "/runs/" + id;
  }

  public boolean live() {
    return finished == null;
  }

  public boolean waits() {
    return state.equals("waiting");
  }
}
