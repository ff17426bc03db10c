package jigi.operate.notify;

import org.jdbi.v3.core.Handle;

/** The table {@code notify_failed_run}: what the calendar began in vain, until it succeeds. */
final class FailedRunRepository {
  private FailedRunRepository() {}

  /** False when it stands there already. */
  static boolean add(Handle handle, String system, String name, String run) {
    return handle.execute(
            "INSERT INTO notify_failed_run (system, name, run) VALUES (?, ?, ?)"
                + " ON CONFLICT (system, name) DO NOTHING",
            system,
            name,
            run)
        > 0;
  }

  static void forget(Handle handle, String system, String name) {
    handle.execute("DELETE FROM notify_failed_run WHERE system = ? AND name = ?", system, name);
  }
}
