package jigi.detect.probe.heartbeat;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.probe.ProbeKey;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What jobs said: all that is known of each, and its newest signals. */
public final class HeartbeatRepository implements HeartbeatMemory {
  /** Signals that are kept of one job. */
  static final int KEPT = 100;

  private final Store store;
  private final Instant since;

  /**
   * @param since when this process began to listen
   */
  public HeartbeatRepository(Store store, Instant since) {
    this.store = store;
    this.since = since;
  }

  @Override
  public Instant listensSince() {
    return since;
  }

  @Override
  public @Nullable Heard recall(ProbeKey key) {
    return store.read(handle -> recall(handle, key));
  }

  @Override
  public void late(ProbeKey key) {
    store.change(
        tx -> {
          Heard heard = recall(tx.handle(), key);
          if (heard != null) {
            save(tx, key, heard.foundLate());
          }
        });
  }

  /** Keeps one more signal, in the order in which they come. */
  void keep(ProbeKey key, Signal said) {
    store.change(
        tx -> {
          Heard before = recall(tx.handle(), key);
          Heard known = before == null ? Heard.NOTHING : before;
          Signal signal = known.timed(said);
          save(tx, key, known.and(signal));
          add(tx, key, signal);
        });
  }

  /** The newest signals of a job, the newest first. */
  public List<Signal> newest(ProbeKey key, int atMost) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT signal FROM probe_heartbeat_signal
                    WHERE system = ? AND component = ? AND probe = ?
                    ORDER BY id DESC LIMIT ?
                    """)
                .bind(0, key.system())
                .bind(1, key.component())
                .bind(2, key.probe())
                .bind(3, atMost)
                .mapTo(String.class)
                .map(json -> Json.read(json, Stored.Call.class).signal())
                .list());
  }

  private static @Nullable Heard recall(Handle handle, ProbeKey key) {
    return handle
        .createQuery(
            """
            SELECT state FROM probe_heartbeat
            WHERE system = ? AND component = ? AND probe = ?
            """)
        .bind(0, key.system())
        .bind(1, key.component())
        .bind(2, key.probe())
        .mapTo(String.class)
        .findOne()
        .map(json -> Json.read(json, Stored.State.class).heard())
        .orElse(null);
  }

  private static void save(Tx tx, ProbeKey key, Heard heard) {
    tx.handle()
        .execute(
            """
            INSERT INTO probe_heartbeat (system, component, probe, state) VALUES (?, ?, ?, ?)
            ON CONFLICT (system, component, probe) DO UPDATE SET state = excluded.state
            """,
            key.system(),
            key.component(),
            key.probe(),
            Json.write(Stored.State.of(heard)));
  }

  private static void add(Tx tx, ProbeKey key, Signal signal) {
    tx.handle()
        .execute(
            "INSERT INTO probe_heartbeat_signal (id, system, component, probe, signal)"
                + " VALUES (?, ?, ?, ?, ?)",
            Ids.next(signal.at()),
            key.system(),
            key.component(),
            key.probe(),
            Json.write(Stored.Call.of(signal)));
    tx.handle()
        .execute(
            """
            DELETE FROM probe_heartbeat_signal
            WHERE system = ? AND component = ? AND probe = ? AND id <=
              (SELECT id FROM probe_heartbeat_signal
               WHERE system = ? AND component = ? AND probe = ?
               ORDER BY id DESC LIMIT 1 OFFSET ?)
            """,
            key.system(),
            key.component(),
            key.probe(),
            key.system(),
            key.component(),
            key.probe(),
            KEPT);
  }
}
