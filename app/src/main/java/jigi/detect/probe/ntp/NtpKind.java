package jigi.detect.probe.ntp;

import java.util.List;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Asks a time server how far this machine's clock is off, and whether the server knows itself. */
public final class NtpKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("offset", "delay", "stratum", "dispersion");

  private static final Field<Endpoint> SERVER =
      Field.required("ntp", Endpoint.shape(123), "The time server; port 123 when there is none.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold: offset (its distance from zero), delay and dispersion in seconds,"
              + " stratum.",
          "offset < 1");

  @Override
  public String name() {
    return "ntp";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(SERVER, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new NtpCheck(values.get(SERVER), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "ntp_offset_seconds",
            "seconds",
            "How far the server is ahead of this machine's clock."),
        SampleName.of(
            "ntp_delay_seconds", "seconds", "How long question and answer were under way."),
        SampleName.of("ntp_stratum", "count", "Steps between the server and a reference clock."),
        SampleName.of(
            "ntp_root_dispersion_seconds",
            "seconds",
            "How far off the server itself may be, by what it says."));
  }
}
