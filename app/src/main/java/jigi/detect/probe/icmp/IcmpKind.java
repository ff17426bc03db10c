package jigi.detect.probe.icmp;

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

/** Sends ICMP echo requests by the system's {@code ping}, which has the right to. */
public final class IcmpKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("loss", "time");

  private static final Field<String> TARGET =
      Field.required("icmp", host(), "The host's name or address.");
  private static final Field<Integer> COUNT =
      Field.optional("count", Shapes.integer(1, 20), "3", "How many requests to send.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of the share lost (loss, 0 to 1) or the mean round trip (time).",
          "loss < 1");

  @Override
  public String name() {
    return "icmp";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(TARGET, COUNT, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new IcmpCheck(values.get(TARGET), values.get(COUNT), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("probe_icmp_loss_ratio", "ratio", "Requests without an answer / sent."),
        SampleName.of(
            "probe_icmp_round_trip_seconds", "seconds", "Mean; absent when nothing came back."));
  }

  private static Shape<String> host() {
    return Shapes.scalar(
        "a host",
        "gateway.example.com",
        Map.of("type", "string"),
        text -> text.matches("[A-Za-z0-9:][A-Za-z0-9.:_-]*") ? text : null);
  }
}
