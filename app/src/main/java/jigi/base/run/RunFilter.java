package jigi.base.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs; null means any.
 *
 * @param triggerKey the alert's fingerprint, the calling run
 * @param before only runs queued before this instant
 * @param limit 1 to 1000
 */
public record RunFilter(
    Lane lane,
    @Nullable String system,
    @Nullable String name,
    @Nullable String incident,
    @Nullable String triggerKey,
    @Nullable RunState state,
    boolean openOnly,
    @Nullable Instant before,
    int limit) {
  public RunFilter {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  /** The newest runs of all systems, without deliveries. */
  public static RunFilter newest(int limit) {
    return new RunFilter(Lane.NORMAL, null, null, null, null, null, false, null, limit);
  }

  /** Those that have not ended. */
  public static RunFilter open() {
    return new RunFilter(Lane.NORMAL, null, null, null, null, null, true, null, 1000);
  }

  public RunFilter system(@Nullable String value) {
    return new RunFilter(lane, value, name, incident, triggerKey, state, openOnly, before, limit);
  }

  public RunFilter name(@Nullable String value) {
    return new RunFilter(lane, system, value, incident, triggerKey, state, openOnly, before, limit);
  }

  public RunFilter incident(@Nullable String value) {
    return new RunFilter(lane, system, name, value, triggerKey, state, openOnly, before, limit);
  }

  public RunFilter triggerKey(@Nullable String value) {
    return new RunFilter(lane, system, name, incident, value, state, openOnly, before, limit);
  }

  public RunFilter state(@Nullable RunState value) {
    return new RunFilter(lane, system, name, incident, triggerKey, value, openOnly, before, limit);
  }

  public RunFilter before(@Nullable Instant value) {
    return new RunFilter(lane, system, name, incident, triggerKey, state, openOnly, value, limit);
  }

  public RunFilter lane(Lane value) {
    return new RunFilter(value, system, name, incident, triggerKey, state, openOnly, before, limit);
  }
}
