package jigi.detect.probe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Status;
import jigi.base.store.Store;
import jigi.base.store.Tx;

/** The recorded status of each probe, so that a restart fakes no change. */
final class ProbeStateRepository {
  private final Store store;

  ProbeStateRepository(Store store) {
    this.store = store;
  }

  Map<ProbeKey, RecordedStatus> all() {
    return store.read(
        handle -> {
          Map<ProbeKey, RecordedStatus> states = new HashMap<>();
          handle
              .createQuery("SELECT system, component, probe, status, since FROM probe_state")
              .map(
                  (row, context) ->
                      Map.entry(
                          new ProbeKey(row.getString(1), row.getString(2), row.getString(3)),
                          new RecordedStatus(
                              Status.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                              Ids.instant(row.getLong(5)))))
              .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
          return states;
        });
  }

  static void save(Tx tx, ProbeKey key, RecordedStatus state, String evidence) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO probe_state (system, component, probe, status, since, evidence)
            VALUES (:system, :component, :probe, :status, :since, :evidence)
            ON CONFLICT (system, component, probe) DO UPDATE
            SET status = excluded.status, since = excluded.since, evidence = excluded.evidence
            """)
        .bind("system", key.system())
        .bind("component", key.component())
        .bind("probe", key.probe())
        .bind("status", state.status().key())
        .bind("since", Ids.micros(state.since()))
        .bind("evidence", evidence)
        .execute();
  }

  static void delete(Tx tx, ProbeKey key) {
    tx.handle()
        .createUpdate("DELETE FROM probe_state WHERE system = ? AND component = ? AND probe = ?")
        .bind(0, key.system())
        .bind(1, key.component())
        .bind(2, key.probe())
        .execute();
  }
}
