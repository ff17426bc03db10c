package jigi.detect.probe.promql;

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

/** Asks Jigi's own samples or another Prometheus, and judges every series of the answer. */
public final class PromqlKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("value", "count");

  private static final Field<String> QUERY =
      Field.required("promql", Shapes.text(), "The query, in the PromQL of whoever is asked.");
  private static final Field<String> CONNECTION =
      Field.optional(
          "connection",
          Shapes.name(),
          "The server, one of 'connections'; without it, what Jigi itself has measured of the"
              + " system.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of each series (value) and of their number (count).",
          "count > 0");

  @Override
  public String name() {
    return "promql";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(QUERY, CONNECTION, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    String connection = values.find(CONNECTION);
    SeriesJudge judge = new SeriesJudge(values.get(EXPECT));
    return connection == null
        ? new OwnPromqlCheck(values.get(QUERY), judge)
        : new PromqlCheck(values.get(QUERY), connection, judge);
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "promql_value", "count", "Each series of the result, with its own labels besides."),
        SampleName.of("promql_series", "count", "Series of the result."));
  }
}
