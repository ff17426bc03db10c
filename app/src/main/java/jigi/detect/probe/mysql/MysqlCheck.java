package jigi.detect.probe.mysql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.connect.Connection;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.mysql.MysqlConnection;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.sql.Sessions;

/** The check of {@link MysqlKind}. */
record MysqlCheck(String connection, String query, boolean sizes, List<Expectation> expect)
    implements Check, ByConnection {
  private static final int ALL = 10_000;

  private static final String SIZES =
      """
      SELECT table_schema AS name, sum(data_length + index_length) AS bytes,
             table_schema = database() AS own
      FROM information_schema.tables
      WHERE table_schema NOT IN ('information_schema', 'performance_schema', 'sys', 'mysql')
      GROUP BY table_schema
      """;

  @Override
  public Class<? extends Connection> connectionKind() {
    return MysqlConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    return Sessions.observe(
        context,
        connection,
        MysqlConnection.class,
        (session, measured) -> {
          Sessions.timed(session, query, measured);
          status(session, measured);
          replication(session, measured);
          if (sizes) {
            sizes(session, measured);
          } else {
            measured.gap("set 'sizes: true'", "size");
          }
          return measured.judge(expect, context);
        });
  }

  private static void status(SqlSession session, Measured into) throws QueryException {
    Map<String, Double> status = new HashMap<>();
    for (Row row : session.query("SHOW GLOBAL STATUS", ALL)) {
      status.put(
          row.text("Variable_name").toLowerCase(Locale.ROOT), Row.numeric(row.text("Value")));
    }
    double most =
        session.query("SELECT @@global.max_connections AS most", 1).getFirst().number("most");
    for (String name :
        List.of(
            "threads_connected",
            "threads_running",
            "slow_queries",
            "questions",
            "aborted_connects",
            "uptime")) {
      into.sample("mysql_global_status_" + name, status.getOrDefault(name, Double.NaN));
    }
    double used = status.getOrDefault("threads_connected", Double.NaN);
    into.sample("mysql_global_variables_max_connections", most);
    into.sample("mysql_connections_used_ratio", used / most);
    into.number("connections", used);
    into.number("connections-ratio", used / most);
    into.number("running", status.getOrDefault("threads_running", Double.NaN));
    into.number("slow-queries", status.getOrDefault("slow_queries", Double.NaN));
    into.remark(Math.round(used) + " of " + Math.round(most) + " connections");
  }

  /** A server that replicates nothing has nothing to lose. */
  private static void replication(SqlSession session, Measured into) throws QueryException {
    List<Row> replicas;
    try {
      replicas = session.query("SHOW SLAVE STATUS", ALL);
    } catch (QueryException e) {
      into.gap(String.valueOf(e.getMessage()), "lag", "replication-ok");
      session.rollback();
      return;
    }
    into.gap("this is no replica", "lag");
    double ok = 1;
    for (Row row : replicas) {
      double receives = yes(row, "Slave_IO_Running");
      double applies = yes(row, "Slave_SQL_Running");
      ok = Math.min(ok, Math.min(receives, applies));
      into.sample("mysql_slave_status_slave_io_running", receives);
      into.sample("mysql_slave_status_slave_sql_running", applies);
      into.sample("mysql_slave_status_seconds_behind_master", row.number("Seconds_Behind_Master"));
      into.gap("the replica does not know how far it is behind", "lag");
      into.number("lag", row.number("Seconds_Behind_Master"));
      String error = row.text("Last_IO_Error") + row.text("Last_SQL_Error");
      if (!error.isEmpty()) {
        into.remark(error);
      }
    }
    into.number("replication-ok", ok);
  }

  private static double yes(Row row, String column) {
    return row.text(column).equals("Yes") ? 1 : 0;
  }

  private static void sizes(SqlSession session, Measured into) throws QueryException {
    into.gap("the connection names no database, or it is empty", "size");
    for (Row row : session.query(SIZES, ALL)) {
      into.sample("mysql_schema_size_bytes", row.number("bytes"), "schema", row.text("name"));
      if (row.bool("own")) {
        into.number("size", row.number("bytes"));
      }
    }
  }
}
