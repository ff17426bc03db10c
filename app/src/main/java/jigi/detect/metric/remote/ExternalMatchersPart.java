package jigi.detect.metric.remote;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Shapes;

/** Reads by which labels a foreign metric server knows a system. */
public final class ExternalMatchersPart implements ManualPart<Map<String, String>> {
  private static final Field<Map<String, String>> EXTERNAL =
      Field.optional(
          "external-matchers",
          Shapes.mapOf(Shapes.text()),
          "Labels that tell this system's series apart on a metric server that others fill too"
              + " (jigi up --metrics): they stand in for 'system' when it is asked, and Jigi's own"
              + " series get them.");

  @Override
  public List<Field<?>> fields() {
    return List.of(EXTERNAL);
  }

  @Override
  public Map<String, String> read(ManualReading reading) {
    return reading.find(EXTERNAL, Map.of());
  }
}
