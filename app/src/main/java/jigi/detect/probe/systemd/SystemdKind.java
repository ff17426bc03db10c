package jigi.detect.probe.systemd;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Looks at a unit of systemd: a service, a timer, a mount. */
public final class SystemdKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("restarts", "age", "left");

  private static final Field<String> UNIT =
      Field.required("systemd", unit(), "The unit: nginx.service, certbot-renew.timer.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "Besides being active: restarts; of a timer age, since it last fired, and left, until it"
              + " fires next.");

  @Override
  public String name() {
    return "systemd";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(UNIT, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new SystemdCheck(values.get(UNIT), values.get(EXPECT));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("systemd_unit_active", "state", "1 when the unit is active."),
        SampleName.of("systemd_unit_restarts_total", "count", "Automatic restarts of a service."),
        SampleName.of(
            "systemd_unit_active_timestamp_seconds", "timestamp", "When it became active."),
        SampleName.of("systemd_timer_last_timestamp_seconds", "timestamp", "When it last fired."),
        SampleName.of("systemd_timer_next_timestamp_seconds", "timestamp", "When it fires next."));
  }

  private static Shape<String> unit() {
    return Shapes.scalar(
        "a unit with its type",
        "nginx.service",
        Map.of("type", "string"),
        text -> text.matches("[A-Za-z0-9:_.@][A-Za-z0-9:_.@\\\\-]*\\.[a-z]+") ? text : null);
  }
}
