package jigi.operate.deploy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jigi.base.kernel.Ids;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.machine.Stage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The records of deployments. */
final class DeployRepository {
  void begin(Handle handle, Deployed one) {
    handle
        .createUpdate(
            "INSERT INTO deployment (id, system, name, version, previous, colour, run, actor,"
                + " stage, started_at, requests, failed) VALUES (:id, :system, :name, :version,"
                + " :previous, :colour, :run, :actor, :stage, :started, 0, 0)")
        .bind("id", one.id())
        .bind("system", one.system())
        .bind("name", one.name())
        .bind("version", one.version())
        .bind("previous", one.previous())
        .bind("colour", one.slot().key())
        .bind("run", one.run())
        .bind("actor", one.actor())
        .bind("stage", one.stage().key())
        .bind("started", Ids.micros(one.started()))
        .execute();
  }

  void mark(Handle handle, String id, String run, Deployed.Mark mark) {
    handle
        .createUpdate("UPDATE deployment SET stage = :stage, run = :run WHERE id = :id")
        .bind("id", id)
        .bind("run", run)
        .bind("stage", mark.stage().key())
        .execute();
    handle
        .createUpdate(
            "INSERT INTO deployment_mark (deployment, seq, marked_at, stage, said) SELECT :id,"
                + " COALESCE(MAX(seq), 0) + 1, :at, :stage, :said FROM deployment_mark"
                + " WHERE deployment = :id")
        .bind("id", id)
        .bind("at", Ids.micros(mark.at()))
        .bind("stage", mark.stage().key())
        .bind("said", mark.said())
        .execute();
  }

  void count(Handle handle, String id, Deployed.Traffic more) {
    handle
        .createUpdate(
            "UPDATE deployment SET requests = requests + :requests, failed = failed + :failed"
                + " WHERE id = :id")
        .bind("id", id)
        .bind("requests", more.requests())
        .bind("failed", more.failed())
        .execute();
  }

  void switched(Handle handle, String id, long millis) {
    handle
        .createUpdate("UPDATE deployment SET switch_millis = :millis WHERE id = :id")
        .bind("id", id)
        .bind("millis", millis)
        .execute();
  }

  void ended(Handle handle, Ended ended, Instant now) {
    handle
        .createUpdate(
            "UPDATE deployment SET outcome = :outcome, why = :why, ended_at = :now WHERE id = :id"
                + " AND outcome IS NULL")
        .bind("id", ended.deployment())
        .bind("outcome", ended.outcome().key())
        .bind("why", ended.why())
        .bind("now", Ids.micros(now))
        .execute();
  }

  @Nullable Deployed find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM deployment WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> of(rs))
        .findOne()
        .orElse(null);
  }

  /** Newest first. */
  List<Deployed> list(Handle handle, String system, String name, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM deployment WHERE system = :system AND name = :name"
                + " ORDER BY started_at DESC, id DESC LIMIT :limit")
        .bind("system", system)
        .bind("name", name)
        .bind("limit", limit)
        .map((rs, context) -> of(rs))
        .list();
  }

  List<Deployed.Mark> marks(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM deployment_mark WHERE deployment = :id ORDER BY seq")
        .bind("id", id)
        .map(
            (rs, context) ->
                new Deployed.Mark(
                    Ids.instant(rs.getLong("marked_at")), stage(rs), rs.getString("said")))
        .list();
  }

  private static Stage stage(ResultSet rs) throws SQLException {
    return Stage.valueOf(rs.getString("stage").toUpperCase(Locale.ROOT));
  }

  private static Deployed of(ResultSet rs) throws SQLException {
    String outcome = rs.getString("outcome");
    long ended = rs.getLong("ended_at");
    boolean hasEnded = !rs.wasNull();
    long millis = rs.getLong("switch_millis");
    boolean switched = !rs.wasNull();
    return new Deployed(
        rs.getString("id"),
        rs.getString("system"),
        rs.getString("name"),
        rs.getString("version"),
        rs.getString("previous"),
        Objects.requireNonNull(Slot.of(rs.getString("colour"))),
        rs.getString("run"),
        rs.getString("actor"),
        stage(rs),
        outcome == null
            ? null
            : Ended.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT).replace('-', '_')),
        rs.getString("why"),
        Ids.instant(rs.getLong("started_at")),
        hasEnded ? Ids.instant(ended) : null,
        new Deployed.Traffic(rs.getLong("requests"), rs.getLong("failed")),
        switched ? millis : null);
  }
}
