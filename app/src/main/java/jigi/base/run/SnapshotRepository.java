package jigi.base.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Remembered;
import org.jdbi.v3.core.Handle;

/** Gathers what a decision depends on. */
final class SnapshotRepository {
  private final RunRepository runs;
  private final StepRepository steps;

  /** A definition never changes under its hash. */
  private final Remembered<String, RunDefinition> definitions = new Remembered<>(200);

  SnapshotRepository(RunRepository runs, StepRepository steps) {
    this.runs = runs;
    this.steps = steps;
  }

  RunSnapshot snapshot(Handle handle, String id, Map<String, Observation> observed, Instant now) {
    Run run = runs.find(handle, id);
    if (run == null) {
      throw new IllegalStateException("no run " + id);
    }
    RunDefinition definition = definition(handle, run.definition());
    Map<Integer, RunStep> rows = steps.steps(handle, id);
    return new RunSnapshot(
        definition,
        run,
        rows.getOrDefault(-1, RunStep.pending(-1)),
        inOrder(definition, rows),
        steps.attempts(handle, id),
        steps.approvals(handle, id),
        Map.copyOf(observed),
        run.at().started() != null,
        now);
  }

  /** Runs with their steps, without what they were asked and tried. */
  List<Runs.Overview> overviews(Handle handle, List<Run> found) {
    var rows = steps.steps(handle, found.stream().map(Run::id).toList());
    return found.stream()
        .map(
            run ->
                new Runs.Overview(
                    run,
                    inOrder(
                        definition(handle, run.definition()),
                        rows.getOrDefault(run.id(), Map.of()))))
        .toList();
  }

  private static List<RunStep> inOrder(RunDefinition definition, Map<Integer, RunStep> rows) {
    List<RunStep> all = new ArrayList<>();
    for (int i = 0; i < definition.steps().size(); i++) {
      all.add(rows.getOrDefault(i, RunStep.pending(i)));
    }
    return List.copyOf(all);
  }

  private RunDefinition definition(Handle handle, String hash) {
    return definitions.get(hash, () -> runs.definition(handle, hash));
  }

  /** The run and those that called it: their locks are its own. */
  List<String> family(Handle handle, Run run) {
    List<String> family = new ArrayList<>(List.of(run.id()));
    Run at = run;
    while (at != null && at.parent() != null && !family.contains(at.parent())) {
      family.add(at.parent());
      at = runs.find(handle, at.parent());
    }
    return family;
  }
}
