package jigi.base.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Runs, their definitions and their locks. */
final class RunRepository {
  private static final String COLUMNS =
      "id, number, system, name, title, definition, targets, parameters, trigger_kind,"
          + " trigger_name, trigger_key, actor, incident, lane, mode, state, reason, queued_at,"
          + " started_at, ended_at, cancelled_by, parent, token, held_by";

  void storeDefinition(Handle handle, String hash, RunDefinition definition, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO run_definition (hash, system, name, body, stored_at)"
                + " VALUES (:hash, :system, :name, :body, :now) ON CONFLICT (hash) DO NOTHING")
        .bind("hash", hash)
        .bind("system", definition.system())
        .bind("name", definition.name())
        .bind("body", Json.write(definition))
        .bind("now", Ids.micros(now))
        .execute();
  }

  RunDefinition definition(Handle handle, String hash) {
    return Json.read(
        handle
            .createQuery("SELECT body FROM run_definition WHERE hash = :hash")
            .bind("hash", hash)
            .mapTo(String.class)
            .one(),
        RunDefinition.class);
  }

  long nextNumber(Handle handle, String system) {
    return handle
        .createQuery(
            "INSERT INTO run_number (system, last) VALUES (:system, 1)"
                + " ON CONFLICT (system) DO UPDATE SET last = run_number.last + 1 RETURNING last")
        .bind("system", system)
        .mapTo(Long.class)
        .one();
  }

  void insert(Handle handle, Run run) {
    handle
        .createUpdate(
            "INSERT INTO run ("
                + COLUMNS
                + ") VALUES (:id, :number, :system, :name, :title,"
                + " :definition, :targets, :parameters, :triggerKind, :triggerName, :triggerKey,"
                + " :actor, :incident, :lane, :mode, :state, :reason, :queued, NULL, NULL, NULL,"
                + " :parent, :token, :held)")
        .bind("id", run.id())
        .bind("number", run.number())
        .bind("system", run.system())
        .bind("name", run.name())
        .bind("title", run.title())
        .bind("definition", run.definition())
        .bind("targets", run.targets())
        .bind("parameters", Json.write(run.parameters()))
        .bind("triggerKind", run.trigger().kind())
        .bind("triggerName", run.trigger().name())
        .bind("triggerKey", run.trigger().key())
        .bind("actor", run.actor())
        .bind("incident", run.incident())
        .bind("lane", run.lane().name())
        .bind("mode", run.mode().name())
        .bind("state", run.state().name())
        .bind("reason", run.reason())
        .bind("queued", Ids.micros(run.at().queued()))
        .bind("parent", run.parent())
        .bind("token", run.token())
        .bind("held", run.heldBy())
        .execute();
  }

  @Nullable Run find(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM run WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> map(rs))
        .findOne()
        .orElse(null);
  }

  @Nullable Run find(Handle handle, String system, long number) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM run WHERE system = :system AND number = :number")
        .bind("system", system)
        .bind("number", number)
        .map((rs, context) -> map(rs))
        .findOne()
        .orElse(null);
  }

  /** The run that an attempt of a calling run started; null when it has not yet. */
  @Nullable Run calledBy(Handle handle, String attempt) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM run WHERE trigger_key = :attempt AND trigger_kind = 'call'")
        .bind("attempt", attempt)
        .map((rs, context) -> map(rs))
        .findOne()
        .orElse(null);
  }

  /** Runs that have not ended, oldest first. */
  List<Run> open(Handle handle) {
    return handle
        .createQuery(
            "SELECT " + COLUMNS + " FROM run WHERE ended_at IS NULL ORDER BY queued_at, id")
        .map((rs, context) -> map(rs))
        .list();
  }

  /** Newest first. */
  List<Run> list(Handle handle, RunFilter filter) {
    List<String> where = new ArrayList<>();
    Map<String, Object> binds = new TreeMap<>();
    add(where, binds, "lane = :lane", "lane", filter.lane().name());
    add(where, binds, "system = :system", "system", filter.system());
    add(where, binds, "name = :name", "name", filter.name());
    add(where, binds, "incident = :incident", "incident", filter.incident());
    add(where, binds, "trigger_key = :key", "key", filter.triggerKey());
    if (filter.openOnly()) {
      where.add("ended_at IS NULL");
    }
    if (filter.state() != null) {
      add(where, binds, "state = :state", "state", filter.state().name());
    }
    if (filter.before() != null) {
      add(where, binds, "queued_at < :before", "before", Ids.micros(filter.before()));
    }
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM run WHERE "
                + String.join(" AND ", where)
                + " ORDER BY queued_at DESC, id DESC LIMIT "
                + filter.limit())
        .bindMap(binds)
        .map((rs, context) -> map(rs))
        .list();
  }

  private static void add(
      List<String> where,
      Map<String, Object> binds,
      String sql,
      String name,
      @Nullable Object value) {
    if (value != null) {
      where.add(sql);
      binds.put(name, value);
    }
  }

  void state(Handle handle, String id, RunState state, @Nullable String reason) {
    handle
        .createUpdate("UPDATE run SET state = :state, reason = :reason WHERE id = :id")
        .bind("state", state.name())
        .bind("reason", reason)
        .bind("id", id)
        .execute();
  }

  void started(Handle handle, String id, Instant now) {
    handle
        .createUpdate(
            "UPDATE run SET started_at = :now, state = 'RUNNING', reason = NULL WHERE id = :id")
        .bind("now", Ids.micros(now))
        .bind("id", id)
        .execute();
  }

  void ended(Handle handle, String id, RunState state, String reason, Instant now) {
    handle
        .createUpdate(
            "UPDATE run SET ended_at = :now, state = :state, reason = :reason WHERE id = :id")
        .bind("now", Ids.micros(now))
        .bind("state", state.name())
        .bind("reason", reason)
        .bind("id", id)
        .execute();
  }

  /** False when it was asked for before. */
  boolean cancel(Handle handle, String id, String actor) {
    return handle
            .createUpdate(
                "UPDATE run SET cancelled_by = :actor"
                    + " WHERE id = :id AND ended_at IS NULL AND cancelled_by IS NULL")
            .bind("actor", actor)
            .bind("id", id)
            .execute()
        > 0;
  }

  /** A new driver: what an earlier one still does under its lower token is refused. */
  long takeOver(Handle handle, String id) {
    return handle
        .createQuery("UPDATE run SET token = token + 1 WHERE id = :id RETURNING token")
        .bind("id", id)
        .mapTo(Long.class)
        .one();
  }

  /** Who holds any of the locks, apart from the given runs. */
  List<String> holders(Handle handle, Collection<String> locks, Collection<String> butNot) {
    if (locks.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery("SELECT DISTINCT run FROM run_lock WHERE name IN (<names>)")
        .bindList("names", List.copyOf(locks))
        .mapTo(String.class)
        .stream()
        .filter(run -> !butNot.contains(run))
        .toList();
  }

  /** The locks must be free, or held by a run that this one inherits from. */
  void lock(Handle handle, String run, Collection<String> locks, Instant now) {
    for (String name : locks.stream().sorted().distinct().toList()) {
      handle
          .createUpdate(
              "INSERT INTO run_lock (name, run, taken_at) VALUES (:name, :run, :now)"
                  + " ON CONFLICT (name) DO NOTHING")
          .bind("name", name)
          .bind("run", run)
          .bind("now", Ids.micros(now))
          .execute();
    }
  }

  void unlock(Handle handle, String run) {
    handle.createUpdate("DELETE FROM run_lock WHERE run = :run").bind("run", run).execute();
  }

  private static Run map(ResultSet rs) throws SQLException {
    return new Run(
        rs.getString("id"),
        rs.getLong("number"),
        rs.getString("system"),
        rs.getString("name"),
        rs.getString("title"),
        rs.getString("definition"),
        rs.getString("targets"),
        values(rs.getString("parameters")),
        new Trigger(
            rs.getString("trigger_kind"),
            rs.getString("trigger_name"),
            rs.getString("trigger_key")),
        rs.getString("actor"),
        rs.getString("incident"),
        Lane.valueOf(rs.getString("lane")),
        Mode.valueOf(rs.getString("mode")),
        RunState.valueOf(rs.getString("state")),
        rs.getString("reason"),
        new Run.Times(
            Ids.instant(rs.getLong("queued_at")),
            instant(rs, "started_at"),
            instant(rs, "ended_at")),
        rs.getString("cancelled_by"),
        rs.getString("parent"),
        rs.getLong("token"),
        rs.getString("held_by"));
  }

  static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    long micros = rs.getLong(column);
    return rs.wasNull() ? null : Ids.instant(micros);
  }

  private static Map<String, String> values(String json) {
    return new TreeMap<>(Json.texts(json));
  }
}
