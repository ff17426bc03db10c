package jigi.operate.notify;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.journal.EventDraft;
import jigi.base.store.Tx;

/**
 * Tells that a run which the calendar began did not end well: nobody looks at what runs at night.
 * It is told once, and again only after the same has succeeded, whoever began that.
 */
final class ScheduledRuns {
  private static final Set<String> BAD = Set.of("failed", "unverified");

  /** What checklists found is told by themselves. */
  private static final String CHECKLIST = "checklist/";

  private final Outbox outbox;
  private final IncidentLookup incidents;

  ScheduledRuns(Outbox outbox, IncidentLookup incidents) {
    this.outbox = outbox;
    this.incidents = incidents;
  }

  /**
   * @param toldOtherwise whether people hear of this end by another message
   */
  void onFinished(Tx tx, NotifySettings known, EventDraft what, boolean toldOtherwise) {
    String system = what.system();
    String run = what.links().run();
    Map<String, String> args = what.args();
    String name = args.get("name");
    if (system == null || run == null || name == null || name.startsWith(CHECKLIST)) {
      return;
    }
    String state = args.getOrDefault("state", "");
    if (state.equals("succeeded")) {
      FailedRunRepository.forget(tx.handle(), system, name);
    } else if (BAD.contains(state)
        && args.getOrDefault("trigger", "").startsWith("schedule")
        && FailedRunRepository.add(tx.handle(), system, name, run)
        && !toldOtherwise
        && !incidents.isTold(tx, system, name, run)) {
      tell(tx, system, known, what, run);
    }
  }

  private void tell(Tx tx, String system, NotifySettings known, EventDraft what, String run) {
    Route route = known.forWarnings();
    if (route == null) {
      return;
    }
    Map<String, String> facts = new TreeMap<>(what.args());
    facts.put("run-title", facts.getOrDefault("title", facts.getOrDefault("name", "")));
    facts.put("title", facts.get("run-title"));
    facts.put("ended", facts.getOrDefault("reason", ""));
    // The state of the run is none of an alert.
    facts.remove("state");
    outbox.toRoute(tx, system, Delivery.Kind.FAILED, run, route, facts);
  }
}
