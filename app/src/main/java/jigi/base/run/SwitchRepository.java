package jigi.base.run;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The kill switch, and whom the data directory belongs to. */
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

  List<String> held(Handle handle) {
    return handle.createQuery("SELECT system FROM run_switch").mapTo(String.class).list();
  }

  @Nullable Home home(Handle handle) {
    return handle
        .createQuery("SELECT machine, generation, clean FROM run_home WHERE id = 1")
        .map(
            (rs, context) ->
                new Home(
                    rs.getString("machine"), rs.getLong("generation"), rs.getLong("clean") == 1))
        .findOne()
        .orElse(null);
  }

  void settle(Handle handle, Home home) {
    handle
        .createUpdate(
            "INSERT INTO run_home (id, machine, generation, clean)"
                + " VALUES (1, :machine, :generation, :clean) ON CONFLICT (id) DO UPDATE SET"
                + " machine = excluded.machine, generation = excluded.generation,"
                + " clean = excluded.clean")
        .bind("machine", home.machine())
        .bind("generation", home.generation())
        .bind("clean", home.clean() ? 1 : 0)
        .execute();
  }
}
