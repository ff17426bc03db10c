package jigi.present.api.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A silence.
 *
 * @param matchers conditions on labels
 * @param recurring {@code daily 10:00, 30m} for one that holds only then; null otherwise
 * @param ended when and by whom it was ended before its time; null for nobody
 */
public record SilenceRow(
    String id,
    String system,
    String matchers,
    State state,
    Why why,
    Instant from,
    Instant until,
    @Nullable String recurring,
    @Nullable String ended) {
  /** What holds now. */
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED
  }

  public record Why(String reason, String by, Instant at) {}
}
