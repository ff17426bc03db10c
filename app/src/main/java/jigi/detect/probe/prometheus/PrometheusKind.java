package jigi.detect.probe.prometheus;

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

/** Looks at a Prometheus: ready, its targets, its rules, its alerts, its configuration. */
public final class PrometheusKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Set.of(
          "config-ok",
          "targets-up",
          "targets-down",
          "rules-failing",
          "alerts-firing",
          "alerts-pending");

  private static final Field<String> CONNECTION =
      Field.required("prometheus", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What it must be like.", "config-ok == 1", "rules-failing == 0");

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new PrometheusCheck(values.get(CONNECTION), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("prometheus_targets", "count", "Targets by job and health.", "job", "health"),
        SampleName.of("prometheus_rules", "count", "Rules."),
        SampleName.of("prometheus_rules_failing", "count", "Rules that cannot be evaluated."),
        SampleName.of("prometheus_alerts", "count", "Alerts by state: pending, firing.", "state"),
        SampleName.of("prometheus_config_ok", "state", "1 when the last reload was successful."),
        SampleName.of("prometheus_info", "state", "Always 1; tells the version.", "version"));
  }
}
