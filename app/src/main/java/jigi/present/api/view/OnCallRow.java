package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule with who is on call.
 *
 * @param path of the place where somebody can stand in
 * @param now who is on call
 * @param next who is after them; null when nobody else within a month
 * @param ahead all of the next two weeks, the one of now first
 * @param people who may stand in: title by key
 */
public record OnCallRow(
    String system,
    String name,
    String title,
    String path,
    Duty now,
    @Nullable Duty next,
    List<Duty> ahead,
    Map<String, String> people) {
  /**
   * Somebody's time.
   *
   * @param person key in the manual; null for nobody
   * @param title what others call them; null for nobody
   * @param override whether they stand in
   * @param until null when it ends later than can be seen
   */
  public record Duty(
      @Nullable String person,
      @Nullable String title,
      boolean override,
      Instant from,
      @Nullable Instant until) {}

  /**
   * Somebody who stands in.
   *
   * @param schedule its name in the manual
   * @param title of the schedule
   * @param person what others call them
   * @param reason empty for none
   * @param ended by whom it was ended before its time; null for nobody
   */
  public record Override(
      String id,
      String system,
      String schedule,
      String title,
      String person,
      State state,
      Instant from,
      Instant until,
      String by,
      String reason,
      @Nullable String ended) {}

  /** What holds now. */
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED
  }

  public OnCallRow {
    ahead = List.copyOf(ahead);
    people = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(people));
  }
}
