package jigi;

import java.util.List;
import jigi.base.config.Manual;
import jigi.base.run.ConditionChecker;
import jigi.base.run.RunEngine;
import jigi.base.run.Runs;
import jigi.operate.incident.IncidentEngine;
import jigi.operate.incident.Incidents;
import jigi.operate.runbook.Runbooks;

/** What acts: runs, runbooks, incidents, notifications. */
final class OperateRooms implements AutoCloseable {
  final RunEngine runEngine;
  final Runs runs;
  final Runbooks runbooks;
  final IncidentEngine incidentEngine;
  final Incidents incidents;

  OperateRooms(BaseRooms base, DetectRooms detect, Parts parts) {
    ConditionChecker conditions = new CheckedConditions(detect.conditions);
    runEngine = new RunEngine(base.forRuns(), conditions, List.of());
    runs = new Runs(base.forRuns());
    runbooks =
        new Runbooks(
            base.store,
            base.journal,
            base.timeline,
            runEngine,
            new Runbooks.ManualParts(parts.runbooks, parts.inventory, parts.connect));
    incidentEngine =
        new IncidentEngine(
            new IncidentEngine.Surroundings(
                base.store,
                base.journal,
                base.timeline,
                parts.incidents,
                new IncidentFacts(runs, conditions, detect.components)));
    incidents = new Incidents(incidentEngine, base.timeline);
  }

  void activate(List<Manual> manuals) {
    runbooks.activate(manuals);
    incidentEngine.activate(manuals);
  }

  /** Goes on with what was under way, and answers to events from now on. */
  void start() {
    incidentEngine.start();
    runbooks.open();
    runEngine.open();
  }

  @Override
  public void close() {
    runEngine.close();
  }
}
