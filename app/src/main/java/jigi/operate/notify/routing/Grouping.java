package jigi.operate.notify.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts of a route share a message, and when it is sent.
 *
 * @param by labels of which all alerts of a group have the same values; null for every label, so
 *     that each alert is alone
 * @param pace the clocks of a group
 * @param delay since the condition began to hold; an alert that ends before is never told
 * @param eager whether an alert that ends while its group waits is told all the same: true where
 *     nobody asked for the wait
 * @param flap how often an alert fires before it is said to flap, and for how long nothing may
 *     happen before it is said to be calm
 */
public record Grouping(
    @Nullable List<String> by, Pace pace, Duration delay, boolean eager, Rate flap) {
  /**
   * @param first from a group's first alert to its first message
   * @param interval between messages about changes of a group
   * @param repeat how long nothing new is said before the same is said again; null for never
   */
  public record Pace(Duration first, Duration interval, @Nullable Duration repeat) {}

  /** Alertmanager's: all alerts together, 30 s, 5 min, 4 h. */
  public static final Grouping ALERTMANAGER =
      new Grouping(
          List.of(),
          new Pace(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(4)),
          Duration.ZERO,
          false,
          Rate.NEVER);

  /** Of a route that says nothing: alerts of one rule and host that come within a second. */
  public static final Grouping OWN =
      new Grouping(
          List.of("alertname", "host"),
          new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5), null),
          Duration.ZERO,
          true,
          new Rate(5, Duration.ofMinutes(30)));

  public Grouping {
    by = by == null ? null : List.copyOf(by);
  }

  /** The labels that name the group of an alert; those that it lacks are left out. */
  public Map<String, String> of(Labels labels) {
    List<String> names = by;
    Map<String, String> group = new TreeMap<>();
    labels.forEach(
        (name, value) -> {
          if (names == null || names.contains(name)) {
            group.put(name, value);
          }
        });
    return group;
  }
}
