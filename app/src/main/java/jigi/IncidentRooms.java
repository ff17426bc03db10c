package jigi;

import java.util.List;
import jigi.base.config.Manual;
import jigi.base.run.ConditionChecker;
import jigi.base.run.Runs;
import jigi.operate.incident.CustomerNotices;
import jigi.operate.incident.Handling;
import jigi.operate.incident.IncidentEngine;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.Publishing;

/** What opens incidents, walks people through them, and tells the public. */
final class IncidentRooms {
  final IncidentEngine engine;
  final Incidents incidents;
  final Handling handling;
  final Publishing publishing;
  final CustomerNotices notices;
  private final Parts parts;

  IncidentRooms(
      BaseRooms base, DetectRooms detect, Parts parts, Runs runs, ConditionChecker conditions) {
    this.parts = parts;
    engine =
        new IncidentEngine(
            new IncidentEngine.Surroundings(
                base.store,
                base.journal,
                base.timeline,
                parts.incidents,
                new IncidentFacts(runs, conditions, detect)));
    incidents = new Incidents(engine, base.timeline);
    handling = new Handling(engine, base.timeline);
    publishing = new Publishing(engine, base.timeline);
    notices = new CustomerNotices(engine, publishing, base.timeline);
  }

  void activate(List<Manual> manuals) {
    engine.activate(manuals);
    publishing.activate(manuals, manual -> manual.part(parts.statusPage));
  }

  void start() {
    engine.start();
    handling.start();
  }
}
