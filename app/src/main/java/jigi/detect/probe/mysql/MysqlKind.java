package jigi.detect.probe.mysql;

import java.util.List;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Signs in to MySQL or MariaDB, runs a query, and reads what the server tells about itself. */
public final class MysqlKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Set.of(
          "time",
          "connections",
          "connections-ratio",
          "running",
          "slow-queries",
          "lag",
          "replication-ok",
          "size");

  private static final Field<String> CONNECTION =
      Field.required("mysql", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<String> QUERY =
      Field.optional("query", Shapes.text(), "SELECT 1", "The query whose time is measured.");
  private static final Field<Boolean> SIZES =
      Field.optional(
          "sizes", Shapes.bool(), "false", "Whether to sum up the sizes of all tables, too.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What the server must be like, beside there.");

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, QUERY, SIZES, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new MysqlCheck(
        values.get(CONNECTION), values.get(QUERY), values.get(SIZES), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "probe_sql_connect_duration_seconds", "seconds", "Time until the session was open."),
        SampleName.of("probe_sql_query_duration_seconds", "seconds", "Time of the query."),
        SampleName.of("mysql_global_status_threads_connected", "count", "Sessions."),
        SampleName.of("mysql_global_status_threads_running", "count", "Sessions at work."),
        SampleName.of("mysql_global_variables_max_connections", "count", "The server's limit."),
        SampleName.of("mysql_connections_used_ratio", "ratio", "Sessions of the limit."),
        SampleName.of("mysql_global_status_slow_queries", "count", "Since its start."),
        SampleName.of("mysql_global_status_questions", "count", "Statements since its start."),
        SampleName.of("mysql_global_status_aborted_connects", "count", "Failed attempts."),
        SampleName.of("mysql_global_status_uptime", "seconds", "Since its start."),
        SampleName.of(
            "mysql_slave_status_seconds_behind_master", "seconds", "How far a replica is behind."),
        SampleName.of("mysql_slave_status_slave_io_running", "state", "1 when it receives."),
        SampleName.of("mysql_slave_status_slave_sql_running", "state", "1 when it applies."),
        SampleName.of("mysql_schema_size_bytes", "bytes", "Data and indexes.", "schema"));
  }
}
