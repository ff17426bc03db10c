package jigi.base.run;

import java.util.List;
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
 */
public record RunDefinition(
    String name,
    String title,
    String system,
    List<StepDefinition> steps,
    @Nullable Goal goal,
    List<String> locks,
    List<Parameter> parameters,
    Guards guards) {
  public RunDefinition {
    steps = List.copyOf(steps);
    locks = List.copyOf(locks);
    parameters = List.copyOf(parameters);
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
