package jigi.base.run;

import java.util.List;
import java.util.TreeSet;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a run does. A run keeps the definition that it was started with, by hash.
 *
 * @param name the runbook's name, unique within the system
 * @param goal null when the steps are simply done one after another
 * @param locks names of what no other run may hold meanwhile
 * @param guards hold for runs that start by themselves
 * @param called the definitions that its {@code call} steps start, with what these call
 */
public record RunDefinition(
    String name,
    String title,
    String system,
    List<StepDefinition> steps,
    @Nullable Goal goal,
    List<String> locks,
    List<Parameter> parameters,
    Guards guards,
    @Nullable List<RunDefinition> called) {
  public RunDefinition {
    steps = List.copyOf(steps);
    locks = List.copyOf(locks);
    parameters = List.copyOf(parameters);
    called = called == null || called.isEmpty() ? null : List.copyOf(called);
  }

  /** One that calls none. */
  public RunDefinition(
      String name,
      String title,
      String system,
      List<StepDefinition> steps,
      @Nullable Goal goal,
      List<String> locks,
      List<Parameter> parameters,
      Guards guards) {
    this(name, title, system, steps, goal, locks, parameters, guards, null);
  }

  /** The same with what its {@code call} steps start. */
  public RunDefinition calling(List<RunDefinition> all) {
    return new RunDefinition(name, title, system, steps, goal, locks, parameters, guards, all);
  }

  /** The called definition of that name; null when no step calls it. */
  public @Nullable RunDefinition called(String runbook) {
    return calls().stream().filter(one -> one.name().equals(runbook)).findFirst().orElse(null);
  }

  private List<RunDefinition> calls() {
    return called == null ? List.of() : called;
  }

  /**
   * Its own locks and those of all that it calls, sorted: taken together before the first step, so
   * that two calling runs never wait for each other.
   */
  List<String> allLocks() {
    TreeSet<String> all = new TreeSet<>(locks);
    calls().forEach(one -> all.addAll(one.allLocks()));
    return List.copyOf(all);
  }

  /** Whether a step of its own acts; what it calls answers for itself. */
  public boolean acts() {
    return steps.stream()
        .anyMatch(step -> step.acts() || StepKinds.ACTING.contains(step.act().kind()));
  }

  /** The same of all that it calls, too. */
  public boolean makesAct() {
    return acts() || calls().stream().anyMatch(RunDefinition::makesAct);
  }

  public String hash() {
    return Hash.of(Json.write(this));
  }

  /** The index of the step with that slug or number (from 1); -1 when there is none. */
  public int indexOf(String reference) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).slug().equals(reference) || String.valueOf(i + 1).equals(reference)) {
        return i;
      }
    }
    return -1;
  }
}
