package jigi.detect.probe.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.connect.Connection;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.database.SqlSession;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;
import org.jspecify.annotations.Nullable;

/** The check of {@link SqlKind}. */
record SqlCheck(String connection, String query, List<Expectation> expect)
    implements Check, ByConnection {
  private static final int MOST_ROWS = 1000;
  private static final String VALUE = "value";

  @Override
  public Class<? extends Connection> connectionKind() {
    return SqlConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    return Sessions.observe(
        context,
        connection,
        SqlConnection.class,
        (session, measured) -> {
          ask(session, measured);
          return measured.judge(expect, context);
        });
  }

  private void ask(SqlSession session, Measured measured) throws QueryException {
    long start = RealTime.nanos();
    List<Row> rows = session.query(query, MOST_ROWS);
    double seconds = (RealTime.nanos() - start) / 1e9;
    measured.number("time", seconds);
    measured.number("rows", rows.size());
    measured.sample("probe_sql_query_duration_seconds", seconds);
    measured.sample("probe_sql_rows", rows.size());
    rows.forEach(row -> sample(row, measured));
    if (rows.size() == 1) {
      Map.Entry<String, @Nullable Object> value = value(rows.getFirst());
      measured.number(VALUE, Row.numeric(value.getValue()));
      measured.remark(value.getKey() + " is " + value.getValue());
      measured.gap("'" + value.getValue() + "' is no number", VALUE);
    } else {
      measured.remark(rows.size() + " rows");
      measured.gap("the answer has " + rows.size() + " rows", VALUE);
    }
  }

  private static void sample(Row row, Measured measured) {
    String named = value(row).getKey();
    List<String> labels = new ArrayList<>();
    row.values()
        .forEach(
            (column, text) -> {
              if (!column.equals(named) && text != null) {
                labels.add(column.replaceAll("[^a-zA-Z0-9_]", "_").replaceFirst("^(?=[0-9])", "_"));
                labels.add(text.toString());
              }
            });
    measured.sample(
        "probe_sql_value", Row.numeric(value(row).getValue()), labels.toArray(String[]::new));
  }

  /** The column called value, else the last. */
  private static Map.Entry<String, @Nullable Object> value(Row row) {
    List<Map.Entry<String, @Nullable Object>> all = new ArrayList<>(row.values().entrySet());
    return all.stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(VALUE))
        .findFirst()
        .orElse(all.getLast());
  }
}
