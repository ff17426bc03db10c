package jigi.operate.incident;

import java.util.List;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import jigi.base.store.Tx;

/** Writes incidents and their events in one transaction. */
final class IncidentLog {
  private final Store store;
  private final Journal journal;

  IncidentLog(Store store, Journal journal) {
    this.store = store;
    this.journal = journal;
  }

  Store store() {
    return store;
  }

  /** Stores the incident as it is now together with the event that says why. */
  void save(Tx tx, Incident incident, EventDraft why) {
    IncidentRepository.update(tx.handle(), incident);
    append(tx, incident, why);
  }

  void append(Tx tx, Incident incident, EventDraft draft) {
    Event event = journal.append(tx, draft);
    IncidentRepository.record(tx.handle(), incident.id(), TimelineEntry.of(event));
  }

  /**
   * @throws UserError {@code no-incident}
   */
  static Incident get(Tx tx, String id) {
    Incident incident = IncidentRepository.find(tx.handle(), id);
    if (incident == null) {
      throw new UserError(
          "no-incident", "no incident has this id (" + id + ")", "list them with 'jigi incidents'");
    }
    return incident;
  }

  /** The alerts that still fire. */
  static List<LinkedAlert> firing(Tx tx, Incident incident) {
    return IncidentRepository.alerts(tx.handle(), incident.id()).stream()
        .filter(alert -> alert.resolved() == null)
        .toList();
  }
}
