package jigi.base.schedule;

import java.time.Duration;

/**
 * Something that recurs.
 *
 * @param key unique within the system: {@code runbook/rotate-logs}
 * @param title what people call it
 * @param takes how long it is expected to take
 */
public record Scheduled(
    String system,
    String key,
    String title,
    Schedule schedule,
    Schedule.Calendar calendar,
    Duration takes) {
  /** The part of the key before the slash: whose it is. */
  public String kind() {
    return key.substring(0, key.indexOf('/'));
  }

  /** The part of the key behind the slash. */
  public String name() {
    return key.substring(key.indexOf('/') + 1);
  }
}
