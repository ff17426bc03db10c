package jigi.operate.notify;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;

/** The table {@code notify_flap}: when the alerts of groups fired, as far back as counts. */
final class FlapRepository {
  private FlapRepository() {}

  /**
   * Adds a time, and forgets what no longer counts of its route.
   *
   * @return the times of the alert that count, oldest first
   */
  static List<Instant> add(
      Handle handle, AlertGroup group, String alert, Instant at, Instant after) {
    handle
        .createUpdate(
            "DELETE FROM notify_flap WHERE system = :system AND route = :route AND at <= :after")
        .bind("system", group.system())
        .bind("route", group.route())
        .bind("after", Ids.micros(after))
        .execute();
    handle
        .createUpdate(
            "INSERT INTO notify_flap (system, route, labels, alert, at) VALUES (:system, :route,"
                + " :labels, :alert, :at)")
        .bind("system", group.system())
        .bind("route", group.route())
        .bind("labels", group.labelsText())
        .bind("alert", alert)
        .bind("at", Ids.micros(at))
        .execute();
    return handle
        .createQuery(
            "SELECT at FROM notify_flap WHERE system = :system AND route = :route AND labels ="
                + " :labels AND alert = :alert ORDER BY at")
        .bind("system", group.system())
        .bind("route", group.route())
        .bind("labels", group.labelsText())
        .bind("alert", alert)
        .map((row, context) -> Ids.instant(row.getLong("at")))
        .list();
  }

  /** The group is calm: what was counts no more. */
  static void forget(Handle handle, AlertGroup group) {
    handle
        .createUpdate(
            "DELETE FROM notify_flap WHERE system = :system AND route = :route AND labels ="
                + " :labels")
        .bind("system", group.system())
        .bind("route", group.route())
        .bind("labels", group.labelsText())
        .execute();
  }
}
