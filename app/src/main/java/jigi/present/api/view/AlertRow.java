package jigi.present.api.view;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert: one rule with one set of labels.
 *
 * @param id stable while the labels are
 * @param severity critical, warning or info
 * @param since when the present state began
 * @param value of the rule's expression; null when it has none now
 * @param place {@code rules/shop.yaml:12:3}
 * @param flaps how often it fired, where it comes and goes and people are told no more of it
 */
public record AlertRow(
    String id,
    String system,
    @Nullable String component,
    String rule,
    String severity,
    State state,
    Instant since,
    @Nullable Double value,
    String summary,
    String place,
    @Nullable Acknowledgement acknowledgement,
    long flaps,
    Map<String, String> labels) {
  /** The place of an alert that an Alertmanager told of. */
  public static final String OUTSIDE = "Alertmanager";

  /** Where an alert stands. */
  public enum State {
    PENDING,
    FIRING,
    /** Was firing; since then its series are not measured. */
    UNKNOWN,
    RESOLVED
  }

  /** Who has taken it. */
  public record Acknowledgement(String by, Instant at) {}

  public AlertRow {
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** Whether another system told of it: no rule of the manual made it. */
  public boolean outside() {
    return place.equals(OUTSIDE);
  }

  public String path() {
    return "/alerts/" + id;
  }
}
