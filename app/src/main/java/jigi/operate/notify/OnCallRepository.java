package jigi.operate.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import jigi.operate.notify.oncall.OnCallOverride;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code on_call_override} and {@code on_call_duty}. */
final class OnCallRepository {
  private OnCallRepository() {}

  static void insert(Handle handle, OnCallOverride override) {
    handle
        .createUpdate(
            "INSERT INTO on_call_override (id, system, schedule, person, reason, from_at, until_at,"
                + " created_by, created_at) VALUES (:id, :system, :schedule, :person, :reason,"
                + " :from, :until, :by, :at)")
        .bind("id", override.id())
        .bind("system", override.system())
        .bind("schedule", override.schedule())
        .bind("person", override.person())
        .bind("reason", override.made().reason())
        .bind("from", Ids.micros(override.span().from()))
        .bind("until", Ids.micros(override.span().until()))
        .bind("by", override.made().by())
        .bind("at", Ids.micros(override.made().at()))
        .execute();
  }

  /** True when it had not ended. */
  static boolean end(Handle handle, String id, OnCallOverride.Ended ended) {
    return handle
            .createUpdate(
                "UPDATE on_call_override SET ended_at = :at, ended_by = :by WHERE id = :id AND"
                    + " ended_at IS NULL AND until_at > :at")
            .bind("id", id)
            .bind("at", Ids.micros(ended.at()))
            .bind("by", ended.by())
            .execute()
        > 0;
  }

  /** Those that end after an instant, latest first. */
  static List<OnCallOverride> after(Handle handle, Instant at) {
    return handle
        .createQuery(
            "SELECT * FROM on_call_override WHERE until_at > :at ORDER BY created_at DESC, id DESC")
        .bind("at", Ids.micros(at))
        .map((row, context) -> read(row))
        .list();
  }

  /**
   * Who was on call when it was last looked at.
   *
   * @param person empty for nobody
   */
  record Duty(String person, Instant since) {}

  static @Nullable Duty duty(Handle handle, String system, String schedule) {
    return handle
        .createQuery(
            "SELECT person, since_at FROM on_call_duty WHERE system = :system AND schedule ="
                + " :schedule")
        .bind("system", system)
        .bind("schedule", schedule)
        .map(
            (row, context) ->
                new Duty(row.getString("person"), Ids.instant(row.getLong("since_at"))))
        .findFirst()
        .orElse(null);
  }

  /**
   * Somebody is on call from now on.
   *
   * @param before null when nothing is written down yet
   * @return false when somebody else has written it down meanwhile
   */
  static boolean take(
      Handle handle, String system, String schedule, @Nullable Duty before, Duty now) {
    String sql =
        before == null
            ? "INSERT INTO on_call_duty (system, schedule, person, since_at) VALUES (:system,"
                + " :schedule, :person, :since) ON CONFLICT (system, schedule) DO NOTHING"
            : "UPDATE on_call_duty SET person = :person, since_at = :since WHERE system = :system"
                + " AND schedule = :schedule AND person = :before";
    var update =
        handle
            .createUpdate(sql)
            .bind("system", system)
            .bind("schedule", schedule)
            .bind("person", now.person())
            .bind("since", Ids.micros(now.since()));
    return (before == null ? update : update.bind("before", before.person())).execute() > 0;
  }

  private static OnCallOverride read(ResultSet row) throws SQLException {
    long ended = row.getLong("ended_at");
    boolean open = row.wasNull();
    return new OnCallOverride(
        row.getString("id"),
        row.getString("system"),
        row.getString("schedule"),
        row.getString("person"),
        new OnCallOverride.Span(
            Ids.instant(row.getLong("from_at")), Ids.instant(row.getLong("until_at"))),
        new OnCallOverride.Made(
            row.getString("created_by"),
            Ids.instant(row.getLong("created_at")),
            row.getString("reason"),
            open ? null : new OnCallOverride.Ended(Ids.instant(ended), row.getString("ended_by"))));
  }
}
