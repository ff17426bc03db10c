package jigi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jigi.base.kernel.Status;
import jigi.base.run.ConditionChecker;
import jigi.base.run.Run;
import jigi.base.run.Runs;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.Components;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.operate.incident.IncidentChecks;
import org.jspecify.annotations.Nullable;

/** What incidents ask of runs, conditions and the inventory. */
final class IncidentFacts implements IncidentChecks {
  private final Runs runs;
  private final ConditionChecker conditions;
  private final Components components;
  private final ProbeScheduler probes;

  IncidentFacts(Runs runs, ConditionChecker conditions, DetectRooms detect) {
    this.runs = runs;
    this.conditions = conditions;
    this.components = detect.components;
    this.probes = detect.probes;
  }

  @Override
  public @Nullable RunFacts run(String id) {
    Run run = runs.find(id);
    if (run == null) {
      return null;
    }
    var goal = runs.get(id).definition().goal();
    return new RunFacts(!run.state().ended(), goal == null ? null : goal.condition());
  }

  @Override
  public Check fresh(String system, String condition, Instant since) throws InterruptedException {
    ConditionChecker.Check check = conditions.fresh(system, condition, since);
    return new Check(check.status(), check.evidence());
  }

  @Override
  public Check freshComponent(String system, String component, Instant since)
      throws InterruptedException {
    List<Status> statuses = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    for (ProbeView view : probes.views(system, component)) {
      ProbeResult result = probes.fresh(view.probe().key(), since);
      statuses.add(result.status());
      evidence.add(result.name() + " " + result.evidence());
    }
    return new Check(Status.worst(statuses), String.join(", ", evidence));
  }

  @Override
  public boolean related(String system, String component, String other) {
    Inventory inventory = components.systems().get(system);
    return component.equals(other)
        || (inventory != null
            && (standsOn(inventory, component, other) || standsOn(inventory, other, component)));
  }

  /** Directly or by way of others. */
  private static boolean standsOn(Inventory inventory, String upper, String lower) {
    Set<String> below = new HashSet<>();
    collect(inventory, upper, below);
    return below.contains(lower);
  }

  private static void collect(Inventory inventory, String name, Set<String> below) {
    Component component = inventory.component(name);
    if (component != null) {
      for (String need : component.needs()) {
        if (below.add(need)) {
          collect(inventory, need, below);
        }
      }
    }
  }
}
