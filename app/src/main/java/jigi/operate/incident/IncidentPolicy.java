package jigi.operate.incident;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/**
 * How a system's incidents are opened and counted.
 *
 * @param openFor severities that open an incident
 * @param levels by severity, where the alert has no label {@code level}
 * @param response how soon somebody must have acknowledged, by level
 * @param settle how long after its end an incident is re-opened rather than a new one opened
 * @param guide what people do then
 * @param names what people call the levels
 */
public record IncidentPolicy(
    Set<Severity> openFor,
    Map<Severity, Level> levels,
    Map<Level, Duration> response,
    Duration settle,
    Guide guide,
    Sources sources,
    Map<Level, String> names) {
  /**
   * What else opens incidents when it ends badly, each with its level.
   *
   * @param runs by the name of the runbook
   * @param checklists by name
   */
  public record Sources(Map<String, Level> runs, Map<String, Level> checklists) {
    static final Sources NONE = new Sources(Map.of(), Map.of());

    public Sources {
      runs = Map.copyOf(runs);
      checklists = Map.copyOf(checklists);
    }
  }

  static final Map<Severity, Level> LEVELS =
      Map.of(Severity.CRITICAL, Level.P1, Severity.WARNING, Level.P3, Severity.INFO, Level.P4);

  /** What holds where a manual says nothing. */
  public static final IncidentPolicy DEFAULT =
      new IncidentPolicy(
          Set.of(Severity.CRITICAL),
          LEVELS,
          Map.of(),
          Duration.ofMinutes(10),
          Guide.NONE,
          Sources.NONE,
          Map.of());

  public IncidentPolicy {
    openFor = Set.copyOf(openFor);
    levels = Map.copyOf(levels);
    response = Map.copyOf(response);
    names = Map.copyOf(names);
  }

  Level level(Severity severity, @Nullable String label) {
    Level named = Level.named(label);
    Level mapped = levels.get(severity);
    if (named != null) {
      return named;
    }
    return mapped == null ? Level.P4 : mapped;
  }

  /** An alert that names a level or a kind asks for an incident whatever its severity. */
  boolean opens(Severity severity, @Nullable String label, @Nullable String kind) {
    return openFor.contains(severity) || Level.named(label) != null || kind != null;
  }

  /** The kind that an alert's label names; null for one that the manual does not know. */
  @Nullable String kind(@Nullable String label) {
    return label != null && guide.kinds().containsKey(label) ? label : null;
  }

  /** A level, or that of the kind where that is graver. */
  Level atLeast(Level level, @Nullable String kind) {
    Guide.Kind special = kind == null ? null : guide.kinds().get(kind);
    return special != null && special.level().compareTo(level) < 0 ? special.level() : level;
  }
}
