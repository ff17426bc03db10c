package jigi.detect.probe.tcp;

import java.util.List;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Opens a TCP connection, and talks a little where the manual says so. */
public final class TcpKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("time", "output");

  private static final Field<Endpoint> TARGET =
      Field.required("tcp", Endpoint.shape(null), "Host and port to connect to.");
  private static final Field<String> SEND =
      Field.optional("send", Shapes.text(), "Text to send once connected.");
  private static final Field<List<String>> ALLOW =
      Field.optional(
          "allow",
          Shapes.listOf(Shapes.text()),
          "Link-local or metadata hosts and addresses that may be asked all the same.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS, "What the target must say (output) or how fast it must accept (time).");

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(TARGET, SEND, ALLOW, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    List<String> allow = values.find(ALLOW);
    return new TcpCheck(
        values.get(TARGET),
        values.find(SEND),
        allow == null ? Set.of() : Set.copyOf(allow),
        values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "probe_tcp_connect_duration_seconds", "seconds", "Time from SYN to connected."));
  }
}
