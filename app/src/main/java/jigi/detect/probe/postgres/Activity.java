package jigi.detect.probe.postgres;

import java.util.List;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.detect.probe.Measured;

/** Sessions and what they wait for (pg_stat_activity, pg_locks). */
final class Activity {
  /** Who may not look at other accounts' sessions is shown this instead of their query. */
  private static final String HIDDEN = "<insufficient privilege>";

  private static final String SESSIONS =
      """
      SELECT datname, coalesce(state, '') AS state, count(*) AS sessions,
             max(extract(epoch FROM clock_timestamp() - xact_start)) AS oldest,
             max(CASE WHEN state LIKE 'idle in transaction%'
                 THEN extract(epoch FROM clock_timestamp() - state_change) END) AS idle,
             bool_or(query = ?) AS hidden
      FROM pg_stat_activity
      WHERE datname IS NOT NULL AND (backend_type IS NULL OR backend_type = 'client backend')
      GROUP BY 1, 2
      """;

  private static final String LIMITS =
      """
      SELECT current_setting('max_connections')::int AS most,
             current_setting('superuser_reserved_connections')::int AS reserved
      """;

  private static final String BLOCKED =
      """
      SELECT a.pid, extract(epoch FROM clock_timestamp() - a.query_start) AS waits,
             b.pid AS by_pid, coalesce(b.usename, '') AS by_user, coalesce(b.state, '') AS by_state
      FROM pg_stat_activity a
      CROSS JOIN LATERAL unnest(pg_blocking_pids(a.pid)) AS blocker(pid)
      LEFT JOIN pg_stat_activity b ON b.pid = blocker.pid
      ORDER BY waits DESC NULLS LAST
      """;

  private static final String LOCKS =
      """
      SELECT coalesce(d.datname, '') AS datname, lower(l.mode) AS mode, count(*) AS locks
      FROM pg_locks l LEFT JOIN pg_database d ON d.oid = l.database
      WHERE l.pid <> pg_backend_pid()
      GROUP BY 1, 2
      """;

  private Activity() {}

  static void connections(SqlSession session, int top, Measured into) throws QueryException {
    double used = 0;
    double idle = 0;
    boolean hidden = false;
    for (Row row : session.query(SESSIONS, 10_000, HIDDEN)) {
      String[] labels = {"datname", row.text("datname"), "state", row.text("state")};
      used += row.number("sessions");
      hidden |= row.bool("hidden");
      into.sample("pg_stat_activity_count", row.number("sessions"), labels);
      into.sample("pg_stat_activity_max_tx_duration", row.number("oldest"), labels);
      idle = row.isNull("idle") ? idle : Math.max(idle, row.number("idle"));
    }
    Row limits = session.query(LIMITS, 1).getFirst();
    double ratio = used / (limits.number("most") - limits.number("reserved"));
    into.number("connections", used);
    into.number("connections-ratio", ratio);
    into.sample("pg_settings_max_connections", limits.number("most"));
    into.sample("pg_connections_used_ratio", ratio);
    into.remark(Math.round(used) + " of " + limits.text("most") + " connections");
    if (hidden) {
      into.gap("GRANT pg_monitor TO the account", "idle-in-transaction");
    } else {
      into.number("idle-in-transaction", idle);
      into.sample("pg_idle_in_transaction_seconds", idle);
    }
  }

  static void locks(SqlSession session, int top, Measured into) throws QueryException {
    for (Row row : session.query(LOCKS, 10_000)) {
      into.sample(
          "pg_locks_count",
          row.number("locks"),
          "datname",
          row.text("datname"),
          "mode",
          row.text("mode"));
    }
    List<Row> waiting = session.query(BLOCKED, 10_000);
    long blocked = waiting.stream().map(row -> row.text("pid")).distinct().count();
    double longest =
        waiting.isEmpty() || waiting.getFirst().isNull("waits")
            ? 0
            : waiting.getFirst().number("waits");
    into.number("blocked", blocked);
    into.number("blocked-time", longest);
    into.sample("pg_blocked_sessions", blocked);
    into.sample("pg_blocked_seconds", longest);
    if (!waiting.isEmpty()) {
      Row first = waiting.getFirst();
      into.remark(
          "%d blocked, the longest for %ds by pid %s (%s, %s)"
              .formatted(
                  blocked,
                  Math.round(longest),
                  first.text("by_pid"),
                  first.text("by_user"),
                  first.text("by_state")));
    }
  }
}
