package jigi.detect.probe.grafana;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Looks at a Grafana: its database, dashboards that must be there, rules that are paused. */
public final class GrafanaKind implements ProbeKind {
  private static final Field<String> CONNECTION =
      Field.required("grafana", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<List<String>> DASHBOARDS =
      Field.optional(
          "dashboards",
          Shapes.listOf(Shapes.name()),
          "Identifiers (uid) of dashboards that must be there, or home; needs a token.");

  private static final Field<Boolean> RULES =
      Field.optional(
          "rules",
          Shapes.bool(),
          "false",
          "Counts its alert rules and those that are paused; needs a token that may read them.");

  @Override
  public String name() {
    return "grafana";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, DASHBOARDS, RULES);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    List<String> dashboards = values.find(DASHBOARDS);
    return new GrafanaCheck(
        values.get(CONNECTION),
        dashboards == null ? List.of() : List.copyOf(dashboards),
        values.get(RULES));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("grafana_database_ok", "state", "1 when its database answers."),
        SampleName.of(
            "grafana_dashboard_ok", "state", "1 when the dashboard is there.", "dashboard"),
        SampleName.of("grafana_rules", "count", "Alert rules that it evaluates itself."),
        SampleName.of("grafana_rules_paused", "count", "Those of them that are paused."),
        SampleName.of("grafana_info", "state", "Always 1; tells the version.", "version"));
  }
}
