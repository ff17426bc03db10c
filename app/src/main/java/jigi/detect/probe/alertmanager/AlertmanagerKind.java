package jigi.detect.probe.alertmanager;

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

/** Looks at an Alertmanager: ready, its alerts, silences, peers. */
public final class AlertmanagerKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("active", "suppressed", "silences", "peers");

  private static final Field<String> CONNECTION =
      Field.required("alertmanager", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS, "What must hold of its alerts (active, suppressed), silences and peers.");

  @Override
  public String name() {
    return "alertmanager";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new AlertmanagerCheck(values.get(CONNECTION), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "alertmanager_alerts",
            "count",
            "Alerts by state: active, suppressed, unprocessed.",
            "state"),
        SampleName.of("alertmanager_silences", "count", "Silences in force."),
        SampleName.of("alertmanager_peers", "count", "Members of its cluster, itself among them."),
        SampleName.of("alertmanager_info", "state", "Always 1; tells the version.", "version"));
  }
}
