package jigi.detect.alert;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import jigi.detect.rule.Severity;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * One alert from its first evaluation as true to its end. Another one of the same labels later has
 * another id.
 *
 * @param id UUIDv7
 * @param fingerprint of the labels; equal for every alert of the same rule and labels
 * @param value of the rule's expression at the last evaluation at which it held
 */
public record Alert(
    String id,
    Identity identity,
    Phase phase,
    Times times,
    Said said,
    @Nullable Acknowledged acknowledged) {
  /** Where an alert is in its life. */
  public enum Phase {
    /** The condition holds, but not yet for the rule's {@code for}. */
    PENDING,
    FIRING,
    /** Was firing; since then its series are not measured. */
    UNKNOWN,
    RESOLVED,
    /** Was pending and went away before it fired. */
    INACTIVE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean isEnded() {
      return this == RESOLVED || this == INACTIVE;
    }
  }

  /**
   * @param ruleKey of {@link jigi.detect.rule.Rule#key()}
   * @param labels all, with {@code alertname} and {@code system}
   * @param series the labels of the expression's result
   */
  public record Identity(
      String system,
      String ruleKey,
      String rule,
      String fingerprint,
      Labels labels,
      Labels series) {
    public @Nullable String component() {
      return labels.get("component");
    }
  }

  /**
   * @param activeAt first evaluation at which the condition held
   * @param firingAt null before it fired
   * @param keepSince when the condition ceased to hold, while {@code keep_firing_for} runs
   * @param unknownSince since when nothing is measured
   * @param lastActive last stored evaluation at which the condition held
   */
  public record Times(
      Instant activeAt,
      @Nullable Instant firingAt,
      @Nullable Instant keepSince,
      @Nullable Instant unknownSince,
      Instant lastActive,
      @Nullable Instant endedAt) {}

  /** What the last evaluation made of the rule's templates. */
  public record Said(double value, Severity severity, Map<String, String> annotations) {
    public Said {
      annotations = Map.copyOf(annotations);
    }
  }

  public record Acknowledged(Instant at, String by) {}

  Alert with(Phase newPhase, Times newTimes) {
    return new Alert(id, identity, newPhase, newTimes, said, acknowledged);
  }

  Alert saying(Said newSaid) {
    return new Alert(id, identity, phase, times, newSaid, acknowledged);
  }

  Alert acknowledgedBy(Acknowledged by) {
    return new Alert(id, identity, phase, times, said, by);
  }

  /** Whether it counts as there: firing, or held because nothing is measured. */
  public boolean isFiring() {
    return phase == Phase.FIRING || phase == Phase.UNKNOWN;
  }
}
