package jigi.base.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events; null means any.
 *
 * @param kindPrefix {@code alert.} gives all of the room
 * @param before only events recorded before this instant
 * @param limit 1 to 1000
 */
public record EventQuery(
    @Nullable String system,
    @Nullable String run,
    @Nullable String incident,
    @Nullable String kindPrefix,
    @Nullable Instant before,
    int limit) {
  public static EventQuery newest(int limit) {
    return new EventQuery(null, null, null, null, null, limit);
  }
}
