package jigi.detect.probe.postgres;

import java.util.List;
import java.util.Locale;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.detect.probe.Measured;

/** The slowest queries (pg_stat_statements), of the database that is connected to. */
final class Statements {
  private static final String FIX =
      "pg_stat_statements is missing: add it to shared_preload_libraries, restart the server,"
          + " then CREATE EXTENSION pg_stat_statements in this database";

  /** The extension may lie in any schema; its columns were renamed in 1.8. */
  private static final String EXTENSION =
      """
      SELECT quote_ident(n.nspname) || '.pg_stat_statements' AS view,
             string_to_array(e.extversion, '.')::int[] >= ARRAY[1, 8] AS renamed
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname = 'pg_stat_statements'
      """;

  private static final String SLOWEST =
      """
      SELECT current_database() AS datname, pg_get_userbyid(s.userid) AS usename,
             coalesce(s.queryid::text, '') AS queryid, s.calls,
             s.total_%1$stime / 1000 AS total, s.mean_%1$stime / 1000 AS mean,
             left(regexp_replace(s.query, '\\s+', ' ', 'g'), 120) AS query
      FROM %2$s s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database()
      ORDER BY s.mean_%1$stime DESC
      """;

  private static final String ALL =
      """
      SELECT current_database() AS datname, coalesce(sum(s.calls), 0) AS calls,
             coalesce(sum(s.total_%1$stime), 0) / 1000 AS total
      FROM %2$s s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database()
      """;

  private Statements() {}

  static void measure(SqlSession session, int top, Measured into) throws QueryException {
    List<Row> found = session.query(EXTENSION, 1);
    if (found.isEmpty()) {
      into.remark(FIX);
      into.gap(FIX, "mean-query");
      return;
    }
    Row extension = found.getFirst();
    String exec = extension.bool("renamed") ? "exec_" : "";
    String view = extension.text("view");
    slowest(session.query(SLOWEST.formatted(exec, view), top), into);
    Row all = session.query(ALL.formatted(exec, view), 1).getFirst();
    String datname = all.text("datname");
    into.sample("pg_statements_calls_total", all.number("calls"), "datname", datname);
    into.sample("pg_statements_seconds_total", all.number("total"), "datname", datname);
    into.gap("no query has been counted yet", "mean-query");
    if (all.number("calls") > 0) {
      into.number("mean-query", all.number("total") / all.number("calls"));
    }
  }

  private static void slowest(List<Row> rows, Measured into) {
    for (Row row : rows) {
      String[] labels = {
        "datname", row.text("datname"), "user", row.text("usename"), "queryid", row.text("queryid")
      };
      into.sample("pg_stat_statements_calls_total", row.number("calls"), labels);
      into.sample("pg_stat_statements_seconds_total", row.number("total"), labels);
      into.sample(
          "pg_stat_statements_query_id",
          1,
          "queryid",
          row.text("queryid"),
          "query",
          row.text("query"));
    }
    if (!rows.isEmpty()) {
      Row slowest = rows.getFirst();
      into.remark(
          String.format(
              Locale.ROOT,
              "slowest %.0fms in the mean of %s: %s",
              slowest.number("mean") * 1000,
              slowest.text("calls"),
              slowest.text("query")));
    }
  }
}
