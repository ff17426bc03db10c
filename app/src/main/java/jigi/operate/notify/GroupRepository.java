package jigi.operate.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.operate.notify.AlertGroup.Clocks;
import jigi.operate.notify.AlertGroup.Flap;
import jigi.operate.notify.AlertGroup.Member;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code notify_group} and {@code notify_member}. */
final class GroupRepository {
  private GroupRepository() {}

  static void insert(Handle handle, AlertGroup group, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO notify_group (id, system, route, labels, first_at, flush_at) VALUES (:id,"
                + " :system, :route, :labels, :first, :flush)")
        .bind("id", group.id())
        .bind("system", group.system())
        .bind("route", group.route())
        .bind("labels", group.labelsText())
        .bind("first", Ids.micros(now))
        .bind("flush", micros(group.clocks().flushAt()))
        .execute();
  }

  /** The group, which nobody else changes before this transaction ends; null when it is over. */
  static @Nullable AlertGroup lock(Handle handle, String id) {
    handle
        .createUpdate("UPDATE notify_group SET flush_at = flush_at WHERE id = :id")
        .bind("id", id)
        .execute();
    return handle
        .createQuery("SELECT * FROM notify_group WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> group(row))
        .findFirst()
        .orElse(null);
  }

  static @Nullable String find(
      Handle handle, String system, String route, Map<String, String> labels) {
    return handle
        .createQuery(
            "SELECT id FROM notify_group WHERE system = :system AND route = :route AND labels ="
                + " :labels")
        .bind("system", system)
        .bind("route", route)
        .bind("labels", Json.write(new java.util.TreeMap<>(labels)))
        .mapTo(String.class)
        .findFirst()
        .orElse(null);
  }

  /** Those that wait for an instant. */
  static List<AlertGroup> waiting(Handle handle) {
    return handle
        .createQuery("SELECT * FROM notify_group WHERE flush_at IS NOT NULL ORDER BY flush_at")
        .map((row, context) -> group(row))
        .list();
  }

  /** All of a system; of all systems for null. */
  static List<AlertGroup> all(Handle handle, @Nullable String system) {
    return handle
        .createQuery(
            "SELECT * FROM notify_group"
                + (system == null ? "" : " WHERE system = :system")
                + " ORDER BY first_at DESC, id")
        .bindMap(system == null ? Map.of() : Map.of("system", system))
        .map((row, context) -> group(row))
        .list();
  }

  static void save(Handle handle, String id, Clocks clocks) {
    handle
        .createUpdate(
            "UPDATE notify_group SET flush_at = :flush, flushed_at = :flushed, notified_at ="
                + " :notified WHERE id = :id")
        .bind("id", id)
        .bind("flush", micros(clocks.flushAt()))
        .bind("flushed", micros(clocks.flushedAt()))
        .bind("notified", micros(clocks.notifiedAt()))
        .execute();
  }

  /** Says that a group flaps, or for null that it no longer does. */
  static void flap(Handle handle, String id, @Nullable Flap flap) {
    handle
        .createUpdate(
            "UPDATE notify_group SET flap_since = :since, flap_times = :times, flap_told = :told,"
                + " flap_changed = :changed WHERE id = :id")
        .bind("id", id)
        .bind("since", flap == null ? null : micros(flap.since()))
        .bind("times", flap == null ? null : flap.times())
        .bind("told", flap == null ? null : flap.told() ? 1L : 0L)
        .bind("changed", flap == null ? null : micros(flap.changed()))
        .execute();
  }

  /** What flaps and was told so, by the alerts of its group. */
  static Map<String, Flap> flapping(Handle handle) {
    Map<String, Flap> all = new java.util.TreeMap<>();
    handle
        .createQuery(
            "SELECT m.alert_id, g.* FROM notify_member m JOIN notify_group g ON g.id = m.group_id"
                + " WHERE g.flap_told = 1")
        .map(
            (row, context) ->
                Map.entry(row.getString("alert_id"), Objects.requireNonNull(flap(row))))
        .forEach(one -> all.put(one.getKey(), one.getValue()));
    return all;
  }

  static void delete(Handle handle, String id) {
    handle.createUpdate("DELETE FROM notify_member WHERE group_id = :id").bind("id", id).execute();
    handle.createUpdate("DELETE FROM notify_group WHERE id = :id").bind("id", id).execute();
  }

  static void put(Handle handle, String group, Member member) {
    handle
        .createUpdate(
            "INSERT INTO notify_member (group_id, alert_id, system, firing, told, acknowledged,"
                + " due_at, args) VALUES (:group, :alert, :system, 1, :told, :acknowledged, :due,"
                + " :args) ON CONFLICT"
                + " (group_id, alert_id) DO NOTHING")
        .bind("group", group)
        .bind("alert", member.alert())
        .bind("system", member.system())
        .bind("told", member.told() ? 1 : 0)
        .bind("acknowledged", member.acknowledged() ? 1 : 0)
        .bind("due", Ids.micros(member.due()))
        .bind("args", Json.write(member.args()))
        .execute();
  }

  static void end(Handle handle, String alert, Instant at, Map<String, String> args) {
    handle
        .createUpdate(
            "UPDATE notify_member SET firing = 0, ended_at = :at, args = :args WHERE alert_id ="
                + " :alert AND firing = 1")
        .bind("alert", alert)
        .bind("at", Ids.micros(at))
        .bind("args", Json.write(args))
        .execute();
  }

  /** Somebody is at the alert. */
  static void acknowledge(Handle handle, String alert) {
    handle
        .createUpdate("UPDATE notify_member SET acknowledged = 1 WHERE alert_id = :alert")
        .bind("alert", alert)
        .execute();
  }

  static void told(Handle handle, String group, Collection<String> alerts) {
    each(handle, "UPDATE notify_member SET told = 1", group, alerts);
  }

  static void remove(Handle handle, String group, Collection<String> alerts) {
    each(handle, "DELETE FROM notify_member", group, alerts);
  }

  private static void each(Handle handle, String what, String group, Collection<String> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    var batch = handle.prepareBatch(what + " WHERE group_id = :group AND alert_id = :alert");
    alerts.forEach(alert -> batch.bind("group", group).bind("alert", alert).add());
    batch.execute();
  }

  /** In the order in which they came. */
  static List<Member> members(Handle handle, String group) {
    return handle
        .createQuery("SELECT * FROM notify_member WHERE group_id = :group ORDER BY alert_id")
        .bind("group", group)
        .map((row, context) -> member(row))
        .list();
  }

  /** The alerts of a system that fire and are somebody's, each once. */
  static List<Member> firing(Handle handle, String system) {
    Map<String, Member> all = new java.util.LinkedHashMap<>();
    handle
        .createQuery(
            "SELECT * FROM notify_member WHERE system = :system AND firing = 1 ORDER BY alert_id")
        .bind("system", system)
        .map((row, context) -> member(row))
        .forEach(member -> all.putIfAbsent(member.alert(), member));
    return List.copyOf(all.values());
  }

  static boolean isUntold(Handle handle, String group, String alert) {
    return handle
            .createQuery(
                "SELECT COUNT(*) FROM notify_member WHERE group_id = :group AND alert_id = :alert"
                    + " AND told = 0")
            .bind("group", group)
            .bind("alert", alert)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** Ids of the groups that an alert is a member of. */
  static List<String> ofAlert(Handle handle, String alert) {
    return handle
        .createQuery("SELECT group_id FROM notify_member WHERE alert_id = :alert ORDER BY group_id")
        .bind("alert", alert)
        .mapTo(String.class)
        .list();
  }

  private static AlertGroup group(ResultSet row) throws SQLException {
    return new AlertGroup(
        row.getString("id"),
        row.getString("system"),
        row.getString("route"),
        MessageWriter.map(row.getString("labels")),
        new Clocks(
            instant(row, "flush_at"), instant(row, "flushed_at"), instant(row, "notified_at")),
        flap(row));
  }

  private static @Nullable Flap flap(ResultSet row) throws SQLException {
    Instant since = instant(row, "flap_since");
    return since == null
        ? null
        : new Flap(
            since,
            row.getLong("flap_times"),
            row.getLong("flap_told") == 1,
            Ids.instant(row.getLong("flap_changed")));
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        row.getString("alert_id"),
        row.getString("system"),
        row.getLong("told") == 1,
        row.getLong("acknowledged") == 1,
        Ids.instant(row.getLong("due_at")),
        instant(row, "ended_at"),
        MessageWriter.map(row.getString("args")));
  }

  private static @Nullable Long micros(@Nullable Instant instant) {
    return instant == null ? null : Ids.micros(instant);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : Ids.instant(micros);
  }
}
