package jigi.operate.deploy.ci;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** What CI has reported of one deployment's versions. */
public final class ChainRepository {
  private static final String OF = " WHERE system = :system AND name = :name";
  private static final String ONE = OF + " AND pipeline = :pipeline";

  private final String system;
  private final String name;

  public ChainRepository(String system, String name) {
    this.system = system;
    this.name = name;
  }

  private <T extends SqlStatement<T>> T of(T statement) {
    return statement.bind("system", system).bind("name", name);
  }

  /** Whether exactly this was never received before. */
  public boolean isNew(Handle handle, String hash, Instant now) {
    return of(handle.createUpdate(
                "INSERT INTO deployment_delivery (system, name, hash, received_at)"
                    + " VALUES (:system, :name, :hash, :at) ON CONFLICT DO NOTHING"))
            .bind("hash", hash)
            .bind("at", Ids.micros(now))
            .execute()
        > 0;
  }

  /** Forgets what was received before then, and chains that were last reported before then. */
  public void forget(Handle handle, Instant received, Instant reported) {
    of(handle.createUpdate("DELETE FROM deployment_delivery" + OF + " AND received_at < :at"))
        .bind("at", Ids.micros(received))
        .execute();
    for (String table : List.of("deployment_chain_job", "deployment_chain")) {
      of(handle.createUpdate("DELETE FROM " + table + OF + " AND reported_at < :at"))
          .bind("at", Ids.micros(reported))
          .execute();
    }
  }

  /** Keeps a report, unless a newer one is known. */
  public void keep(Handle handle, Report report, String version) {
    Report.Whole whole = report.chain();
    Chain known = find(handle, report.pipeline());
    if (whole != null
        && (known == null
            || isNewer(known.whole().state(), known.at(), whole.state(), report.at()))) {
      put(handle, report, whole, version, known != null);
    }
    for (Job job : report.jobs()) {
      keep(handle, report, job);
    }
  }

  private static boolean isNewer(Progress was, Instant then, Progress is, Instant now) {
    return now.isAfter(then) || (now.equals(then) && is.rank() >= was.rank());
  }

  private void put(
      Handle handle, Report report, Report.Whole whole, String version, boolean known) {
    String sql =
        known
            ? "UPDATE deployment_chain SET state = :state, reported_at = :at" + ONE
            : "INSERT INTO deployment_chain (system, name, pipeline, workflow, ref, sha, version,"
                + " url, state, reported_at, claimed) VALUES (:system, :name, :pipeline,"
                + " :workflow, :ref, :sha, :version, :url, :state, :at, 0)";
    var update =
        of(handle.createUpdate(sql))
            .bind("pipeline", report.pipeline())
            .bind("state", whole.state().key())
            .bind("at", Ids.micros(report.at()));
    if (!known) {
      update
          .bind("workflow", whole.workflow())
          .bind("ref", whole.ref())
          .bind("sha", whole.sha())
          .bind("version", version)
          .bind("url", whole.url());
    }
    update.execute();
  }

  private void keep(Handle handle, Report report, Job job) {
    String state = job.state().key();
    of(handle.createUpdate(
            "INSERT INTO deployment_chain_job (system, name, pipeline, job, label, place, state,"
                + " reported_at) VALUES (:system, :name, :pipeline, :job, :label, :place, :state,"
                + " :at) ON CONFLICT (system, name, pipeline, job) DO UPDATE SET state = :state,"
                + " reported_at = :at WHERE deployment_chain_job.reported_at <= :at"))
        .bind("pipeline", report.pipeline())
        .bind("job", job.id())
        .bind("label", job.name())
        .bind("place", job.place())
        .bind("state", state)
        .bind("at", Ids.micros(report.at()))
        .execute();
  }

  /** Whether nobody has claimed it before: who does deploys it. */
  public boolean claim(Handle handle, String pipeline) {
    return of(handle.createUpdate(
                "UPDATE deployment_chain SET claimed = 1" + ONE + " AND claimed = 0"))
            .bind("pipeline", pipeline)
            .execute()
        > 0;
  }

  /** What came of the claim. */
  public void began(
      Handle handle, String pipeline, @Nullable String run, @Nullable String refused) {
    of(handle.createUpdate("UPDATE deployment_chain SET run = :run, refused = :refused" + ONE))
        .bind("pipeline", pipeline)
        .bind("run", run)
        .bind("refused", refused)
        .execute();
  }

  /** Null for none. */
  public @Nullable Chain find(Handle handle, String pipeline) {
    return of(handle.createQuery("SELECT * FROM deployment_chain" + ONE))
        .bind("pipeline", pipeline)
        .map((rs, context) -> chain(handle, rs))
        .findOne()
        .orElse(null);
  }

  /** Those that were claimed, and of whose claim nothing came; oldest first. */
  public List<Chain> left(Handle handle) {
    return of(handle.createQuery(
            "SELECT * FROM deployment_chain"
                + OF
                + " AND claimed = 1 AND run IS NULL AND refused IS NULL ORDER BY reported_at"))
        .map((rs, context) -> chain(handle, rs))
        .list();
  }

  /** Newest first. */
  public List<Chain> list(Handle handle, int limit) {
    return of(handle.createQuery(
            "SELECT * FROM deployment_chain" + OF + " ORDER BY reported_at DESC LIMIT :limit"))
        .bind("limit", limit)
        .map((rs, context) -> chain(handle, rs))
        .list();
  }

  private List<Job> jobs(Handle handle, String pipeline) {
    return of(handle.createQuery(
            "SELECT * FROM deployment_chain_job" + ONE + " ORDER BY place, label"))
        .bind("pipeline", pipeline)
        .map(
            (rs, context) ->
                new Job(rs.getString("job"), rs.getString("label"), rs.getLong("place"), state(rs)))
        .list();
  }

  private Chain chain(Handle handle, ResultSet rs) throws SQLException {
    String pipeline = rs.getString("pipeline");
    return new Chain(
        pipeline,
        new Report.Whole(
            rs.getString("workflow"),
            rs.getString("ref"),
            rs.getString("sha"),
            rs.getString("url"),
            true,
            state(rs)),
        rs.getString("version"),
        Ids.instant(rs.getLong("reported_at")),
        rs.getString("run"),
        rs.getString("refused"),
        jobs(handle, pipeline));
  }

  private static Progress state(ResultSet rs) throws SQLException {
    return Progress.valueOf(rs.getString("state").toUpperCase(Locale.ROOT));
  }
}
