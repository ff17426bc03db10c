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
 */
public record IncidentPolicy(
    Set<Severity> openFor,
    Map<Severity, Level> levels,
    Map<Level, Duration> response,
    Duration settle) {
  static final Map<Severity, Level> LEVELS =
      Map.of(Severity.CRITICAL, Level.P1, Severity.WARNING, Level.P3, Severity.INFO, Level.P4);

  /** What holds where a manual says nothing. */
  public static final IncidentPolicy DEFAULT =
      new IncidentPolicy(Set.of(Severity.CRITICAL), LEVELS, Map.of(), Duration.ofMinutes(10));

  public IncidentPolicy {
    openFor = Set.copyOf(openFor);
    levels = Map.copyOf(levels);
    response = Map.copyOf(response);
  }

  Level level(Severity severity, @Nullable String label) {
    Level named = Level.named(label);
    Level mapped = levels.get(severity);
    if (named != null) {
      return named;
    }
    return mapped == null ? Level.P4 : mapped;
  }

  /** An alert that names a level asks for an incident whatever its severity. */
  boolean opens(Severity severity, @Nullable String label) {
    return openFor.contains(severity) || Level.named(label) != null;
  }
}
