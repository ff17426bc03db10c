package jigi.detect.probe.loki;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Looks at a Loki: ready, and what it counts in the logs that it holds. */
public final class LokiKind implements ProbeKind {
  private static final Field<String> CONNECTION =
      Field.required("loki", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<Map<String, String>> QUERIES =
      Field.optional(
          "queries",
          Shapes.mapOf(Shapes.text()),
          "LogQL queries by name that yield numbers; their values are samples.");

  @Override
  public String name() {
    return "loki";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, QUERIES);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new LokiCheck(values.get(CONNECTION), values.find(QUERIES, Map.of()));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("loki_query_value", "count", "The sum of what a query yields.", "query"));
  }
}
