package jigi.detect.probe.updates;

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

/** Counts the updates that a host has not installed, and tells whether it needs a reboot. */
public final class UpdatesKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("pending", "security", "reboot", "age");

  /** The package managers that are known. */
  enum Manager {
    AUTO,
    APT,
    DNF
  }

  private static final Field<Manager> MANAGER =
      Field.required(
          "updates", Shapes.oneOf(Manager.class), "apt, dnf (yum, too), or auto: what is there.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of updates (pending, security), reboot (0 or 1) and the age of the"
              + " package lists.",
          "security == 0");

  @Override
  public String name() {
    return "updates";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(MANAGER, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new UpdatesCheck(values.get(MANAGER), values.get(EXPECT));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("host_updates_pending", "count", "Packages that have a newer version."),
        SampleName.of("host_updates_security", "count", "Those that mend a weakness."),
        SampleName.of(
            "host_reboot_required", "state", "1 when a reboot is needed; absent if not known."),
        SampleName.of(
            "host_package_lists_timestamp_seconds",
            "timestamp",
            "When it was last asked which updates there are; apt only."));
  }
}
