package jigi.detect.probe.sql;

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

/** Asks a database a question of the manual's own. */
public final class SqlKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("time", "rows", "value");

  private static final Field<String> CONNECTION =
      Field.required("sql", Shapes.name(), "The connection to a database, one of 'connections'.");
  private static final Field<String> QUERY =
      Field.required("query", Shapes.text(), "The query; it can only read.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What the answer must be like: value < 10.");

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, QUERY, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new SqlCheck(values.get(CONNECTION), values.get(QUERY), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "probe_sql_connect_duration_seconds", "seconds", "Time until the session was open."),
        SampleName.of("probe_sql_query_duration_seconds", "seconds", "Time of the query."),
        SampleName.of("probe_sql_rows", "count", "Rows of the answer."),
        SampleName.of(
            "probe_sql_value", "count", "The value of each row; the other columns are labels."));
  }
}
