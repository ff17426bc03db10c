package jigi.base.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Up to when each schedule has been answered, and how. */
final class ScheduleRepository {
  /**
   * Up to when an item has been answered.
   *
   * @param schedule as it was written then
   */
  record Answered(String schedule, Instant last) {}

  /** By system and key, separated by a blank. */
  Map<String, Answered> all(Handle handle) {
    Map<String, Answered> all = new HashMap<>();
    handle
        .createQuery("SELECT system, name, schedule, last_at FROM schedule_item")
        .map(
            (rs, context) ->
                all.put(
                    rs.getString("system") + " " + rs.getString("name"),
                    new Answered(rs.getString("schedule"), Ids.instant(rs.getLong("last_at")))))
        .list();
    return all;
  }

  void begin(Handle handle, Collection<Scheduled> items, Instant now) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO schedule_item (system, name, schedule, last_at)"
                + " VALUES (:system, :name, :schedule, :last) ON CONFLICT (system, name)"
                + " DO UPDATE SET schedule = excluded.schedule, last_at = excluded.last_at");
    for (Scheduled item : items) {
      batch
          .bind("system", item.system())
          .bind("name", item.key())
          .bind("schedule", item.schedule().text())
          .bind("last", Ids.micros(now))
          .add();
    }
    if (!items.isEmpty()) {
      batch.execute();
    }
  }

  /** False when it was answered beyond that by somebody else meanwhile. */
  boolean advance(Handle handle, Scheduled item, Instant from, Instant to) {
    return handle
            .createUpdate(
                "UPDATE schedule_item SET last_at = :to"
                    + " WHERE system = :system AND name = :name AND last_at = :from")
            .bind("to", Ids.micros(to))
            .bind("from", Ids.micros(from))
            .bind("system", item.system())
            .bind("name", item.key())
            .execute()
        > 0;
  }

  void record(Handle handle, Firing firing) {
    handle
        .createUpdate(
            "INSERT INTO schedule_firing (system, name, due_at, fired_at, outcome, run)"
                + " VALUES (:system, :name, :due, :fired, :outcome, :run)"
                + " ON CONFLICT (system, name, due_at) DO NOTHING")
        .bind("system", firing.system())
        .bind("name", firing.key())
        .bind("due", Ids.micros(firing.due()))
        .bind("fired", Ids.micros(firing.fired()))
        .bind("outcome", firing.outcome().key())
        .bind("run", firing.run())
        .execute();
  }

  /** Those due from the first instant (included) to the second (not included), oldest first. */
  List<Firing> firings(Handle handle, Instant from, Instant to) {
    return handle
        .createQuery(
            "SELECT * FROM schedule_firing WHERE due_at >= :from AND due_at < :to"
                + " ORDER BY due_at, system, name")
        .bind("from", Ids.micros(from))
        .bind("to", Ids.micros(to))
        .map((rs, context) -> firing(rs))
        .list();
  }

  private static Firing firing(ResultSet rs) throws SQLException {
    return new Firing(
        rs.getString("system"),
        rs.getString("name"),
        Ids.instant(rs.getLong("due_at")),
        Ids.instant(rs.getLong("fired_at")),
        Firing.Outcome.valueOf(rs.getString("outcome").toUpperCase(Locale.ROOT)),
        rs.getString("run"));
  }
}
