package jigi.operate.incident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.detect.metric.Unit;
import org.jspecify.annotations.Nullable;

/**
 * What a manual says people do in an incident.
 *
 * @param phases in their order
 * @param calls who is told by level, beside those whom the alerts' routes tell
 * @param kinds by name: incidents with steps and people of their own
 * @param runbooks what may be done at once, for the page of an incident, the likeliest first
 * @param rooms the levels whose incidents have a war room from the beginning
 * @param measures what is drawn of the time around the beginning
 * @param notices what customers may be told, by name
 */
public record Guide(
    List<Phase> phases,
    Map<Level, Call> calls,
    Map<String, Kind> kinds,
    List<String> runbooks,
    Set<Level> rooms,
    List<Measure> measures,
    Map<String, Template> notices) {
  static final Guide NONE =
      new Guide(List.of(), Map.of(), Map.of(), List.of(), Set.of(), List.of(), Map.of());

  public Guide {
    phases = List.copyOf(phases);
    calls = Map.copyOf(calls);
    kinds = Map.copyOf(kinds);
    runbooks = List.copyOf(runbooks);
    rooms = Set.copyOf(rooms);
    measures = List.copyOf(measures);
    notices = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(notices));
  }

  /**
   * @param query PromQL without the system's label
   */
  public record Measure(String title, String query, Unit unit) {}

  /**
   * The draft of a notice for customers.
   *
   * @param to people and groups; empty where it is only published
   * @param by channels
   * @param publish the stage under which it is published on the status page, too; null where it is
   *     not
   */
  public record Template(
      String title, String text, List<String> to, List<String> by, Notice.@Nullable Stage publish) {
    public Template {
      to = List.copyOf(to);
      by = List.copyOf(by);
    }
  }

  /**
   * @param until the time since the opening by which its steps should be done; null for no time
   */
  public record Phase(String title, @Nullable Duration until, List<Step> steps) {
    public Phase {
      steps = List.copyOf(steps);
    }
  }

  /**
   * @param levels of the incidents that it is for
   * @param runbook that does it; null for none
   * @param verify the condition that is measured in its place before an incident is closed; null
   *     where a person has to look
   * @param required whether an incident is closed only after it
   */
  public record Step(
      String text,
      Set<Level> levels,
      @Nullable String runbook,
      @Nullable String verify,
      boolean required) {
    public Step {
      levels = Set.copyOf(levels);
    }
  }

  /**
   * @param to people, groups and {@code on-call:NAME}
   * @param at once, or when nobody acknowledged in time
   */
  public record Call(List<String> to, List<String> by, When at) {
    public Call {
      to = List.copyOf(to);
      by = List.copyOf(by);
    }
  }

  /** When a call is made. */
  public enum When {
    OPENED,
    BREACHED
  }

  /**
   * @param level that it has at least
   * @param call made at once; null where nobody else is told
   * @param notice the draft of what outsiders are told; null for none
   */
  public record Kind(
      String title, Level level, @Nullable Call call, List<Step> steps, @Nullable String notice) {
    public Kind {
      steps = List.copyOf(steps);
    }
  }

  /** The steps that an incident of a level and kind begins with. */
  List<Phase> of(Level level, @Nullable String kind) {
    List<Phase> all = new ArrayList<>();
    Kind special = kind == null ? null : kinds.get(kind);
    if (special != null) {
      add(all, new Phase(special.title(), null, special.steps()), level);
    }
    phases.forEach(phase -> add(all, phase, level));
    return all;
  }

  private static void add(List<Phase> all, Phase phase, Level level) {
    List<Step> steps =
        phase.steps().stream().filter(step -> step.levels().contains(level)).toList();
    if (!steps.isEmpty()) {
      all.add(new Phase(phase.title(), phase.until(), steps));
    }
  }
}
