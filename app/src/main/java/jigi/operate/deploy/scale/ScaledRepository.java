package jigi.operate.deploy.scale;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import jigi.operate.deploy.machine.Ended;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How many instances there were, and why. */
public final class ScaledRepository {
  private static final String SELECT = "SELECT * FROM deployment_scaling";

  /** Unless it is there already. */
  public void begin(Handle handle, Scaled one) {
    if (find(handle, one.id()) != null) {
      return;
    }
    handle
        .createUpdate(
            "INSERT INTO deployment_scaling (id, system, name, count_before, count_after, reason,"
                + " actor, run, started_at) VALUES (:id, :system, :name, :before, :after, :reason,"
                + " :actor, :run, :at)")
        .bind("id", one.id())
        .bind("system", one.system())
        .bind("name", one.name())
        .bind("before", one.before())
        .bind("after", one.after())
        .bind("reason", one.reason())
        .bind("actor", one.actor())
        .bind("run", one.run())
        .bind("at", Ids.micros(one.started()))
        .execute();
  }

  public void ended(Handle handle, Ended ended, Instant now) {
    handle
        .createUpdate(
            "UPDATE deployment_scaling SET ended_at = :at, outcome = :outcome, said = :said"
                + " WHERE id = :id")
        .bind("id", ended.deployment())
        .bind("at", Ids.micros(now))
        .bind("outcome", ended.outcome().key())
        .bind("said", ended.why())
        .execute();
  }

  public @Nullable Scaled find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + " WHERE id = :id")
        .bind("id", id)
        .map((rs, ctx) -> scaled(rs))
        .findOne()
        .orElse(null);
  }

  /** Newest first. */
  public List<Scaled> list(Handle handle, String system, String name, int limit) {
    return handle
        .createQuery(
            SELECT
                + " WHERE system = :system AND name = :name ORDER BY started_at DESC LIMIT :limit")
        .bind("system", system)
        .bind("name", name)
        .bind("limit", limit)
        .map((rs, ctx) -> scaled(rs))
        .list();
  }

  private static Scaled scaled(java.sql.ResultSet rs) throws java.sql.SQLException {
    long ended = rs.getLong("ended_at");
    return new Scaled(
        rs.getString("id"),
        rs.getString("system"),
        rs.getString("name"),
        rs.getInt("count_before"),
        rs.getInt("count_after"),
        rs.getString("reason"),
        rs.getString("actor"),
        rs.getString("run"),
        Ids.instant(rs.getLong("started_at")),
        ended == 0 ? null : Ids.instant(ended),
        rs.getString("outcome"),
        rs.getString("said"));
  }
}
