package jigi.operate.deploy;

import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is frozen. */
final class FreezeRepository {
  void put(Handle handle, Freeze freeze) {
    lift(handle, freeze.system(), freeze.name());
    handle
        .createUpdate(
            "INSERT INTO deployment_freeze (system, name, reason, actor, frozen_at)"
                + " VALUES (:system, :name, :reason, :actor, :at)")
        .bind("system", freeze.system())
        .bind("name", freeze.name())
        .bind("reason", freeze.reason())
        .bind("actor", freeze.actor())
        .bind("at", Ids.micros(freeze.at()))
        .execute();
  }

  /** Whether anything was frozen. */
  boolean lift(Handle handle, String system, String name) {
    return handle
            .createUpdate("DELETE FROM deployment_freeze WHERE system = :system AND name = :name")
            .bind("system", system)
            .bind("name", name)
            .execute()
        > 0;
  }

  @Nullable Freeze find(Handle handle, String system, String name) {
    return handle
        .createQuery(
            "SELECT reason, actor, frozen_at FROM deployment_freeze"
                + " WHERE system = :system AND name = :name")
        .bind("system", system)
        .bind("name", name)
        .map(
            (rs, ctx) ->
                new Freeze(
                    system,
                    name,
                    rs.getString("reason"),
                    rs.getString("actor"),
                    Ids.instant(rs.getLong("frozen_at"))))
        .findOne()
        .orElse(null);
  }
}
