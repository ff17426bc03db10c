package jigi.base.run;

import java.util.List;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The kill switch, and whom the nodes' data directories belong to. */
final class SwitchRepository {
  /** Whose data this is. */
  record Home(String machine, long generation, boolean clean) {}

  void hold(Handle handle, String system, String actor, long now) {
    handle
        .createUpdate(
            "INSERT INTO run_switch (system, actor, thrown_at) VALUES (:system, :actor, :now)"
                + " ON CONFLICT (system) DO NOTHING")
        .bind("system", system)
        .bind("actor", actor)
        .bind("now", now)
        .execute();
  }

  void allow(Handle handle, String system) {
    handle.createUpdate("DELETE FROM run_switch WHERE system = :s").bind("s", system).execute();
  }

  /** Who threw which, oldest first. */
  List<RunGuard.Hold> holds(Handle handle) {
    return handle
        .createQuery("SELECT system, actor, thrown_at FROM run_switch ORDER BY thrown_at, system")
        .map(
            (rs, context) ->
                new RunGuard.Hold(
                    rs.getString("system"),
                    rs.getString("actor"),
                    Ids.instant(rs.getLong("thrown_at"))))
        .list();
  }

  List<String> held(Handle handle) {
    return handle.createQuery("SELECT system FROM run_switch").mapTo(String.class).list();
  }

  @Nullable Home home(Handle handle, String node) {
    return handle
        .createQuery("SELECT machine, generation, clean FROM run_node WHERE node = :node")
        .bind("node", node)
        .map(
            (rs, context) ->
                new Home(
                    rs.getString("machine"), rs.getLong("generation"), rs.getLong("clean") == 1))
        .findOne()
        .orElse(null);
  }

  void settle(Handle handle, String node, Home home) {
    handle
        .createUpdate(
            "INSERT INTO run_node (node, machine, generation, clean)"
                + " VALUES (:node, :machine, :generation, :clean) ON CONFLICT (node) DO UPDATE SET"
                + " machine = excluded.machine, generation = excluded.generation,"
                + " clean = excluded.clean")
        .bind("node", node)
        .bind("machine", home.machine())
        .bind("generation", home.generation())
        .bind("clean", home.clean() ? 1 : 0)
        .execute();
  }

  boolean hasOthers(Handle handle, String node) {
    return handle
            .createQuery("SELECT COUNT(*) FROM run_node WHERE node <> :node")
            .bind("node", node)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /** Other nodes that died at work; each is named once. */
  List<String> takeDead(Handle handle, String butNot) {
    return handle
        .createQuery(
            "UPDATE run_node SET clean = 1 WHERE clean = 0 AND node <> :node RETURNING node")
        .bind("node", butNot)
        .mapTo(String.class)
        .list();
  }
}
