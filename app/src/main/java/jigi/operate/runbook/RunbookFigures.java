package jigi.operate.runbook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.run.Mode;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunFilter;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.detect.metric.StateMetrics;
import jigi.detect.probe.Sample;

/**
 * How long runbooks with a target took the last time, as they stand now: a single block, a dry run
 * and what was another procedure say nothing of it.
 */
public final class RunbookFigures implements StateMetrics {
  /** So far back a whole run is looked for. */
  private static final int LATEST = 20;

  private final Runbooks runbooks;
  private final Runs runs;

  public RunbookFigures(Runbooks runbooks, Runs runs) {
    this.runbooks = runbooks;
    this.runs = runs;
  }

  @Override
  public List<Sample> samples() {
    List<Sample> all = new ArrayList<>();
    for (Runbook runbook : runbooks.list(null)) {
      Duration target = runbook.target();
      RunDefinition definition = runbook.definition();
      if (target != null && definition != null) {
        add(all, "jigi_runbook_target_seconds", target, runbook);
        last(all, runbook, definition.hash());
      }
    }
    return all;
  }

  private void last(List<Sample> all, Runbook runbook, String definition) {
    RunFilter filter =
        RunFilter.newest(LATEST)
            .system(runbook.system())
            .name(runbook.name())
            .state(RunState.SUCCEEDED);
    for (Run run : runs.list(filter)) {
      Instant started = run.at().started();
      Instant ended = run.at().ended();
      boolean whole = run.mode() != Mode.DRY && run.definition().equals(definition);
      if (whole && started != null && ended != null) {
        add(all, "jigi_runbook_duration_seconds", Duration.between(started, ended), runbook);
        return;
      }
    }
  }

  private static void add(List<Sample> all, String name, Duration value, Runbook runbook) {
    all.add(
        Sample.of(
            name,
            value.toMillis() / 1000.0,
            "system",
            runbook.system(),
            "runbook",
            runbook.name()));
  }
}
