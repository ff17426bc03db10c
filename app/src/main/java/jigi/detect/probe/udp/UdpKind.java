package jigi.detect.probe.udp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/** Sends a datagram and judges what comes back. */
public final class UdpKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("time", "body", "size");

  private static final Field<Endpoint> TARGET =
      Field.required("udp", Endpoint.shape(null), "Host and port.");
  private static final Field<String> SEND =
      Field.optional("send", Shapes.text(), "What to send, as text.");
  private static final Field<byte[]> HEX =
      Field.optional(
          "send-hex",
          Shapes.scalar(
              "bytes in hexadecimal digits",
              "1b00",
              Map.of("type", "string", "pattern", "^([0-9A-Fa-f]{2})+$"),
              text -> text.matches("([0-9A-Fa-f]{2})+") ? HexFormat.of().parseHex(text) : null),
          "What to send, in hexadecimal digits.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What the answer must be like; absent: any.");

  @Override
  public String name() {
    return "udp";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(TARGET, SEND, HEX, EXPECT);
  }

  @Override
  public @Nullable Check configure(Values values, Problems problems) {
    String text = values.find(SEND);
    byte[] hex = values.find(HEX);
    if ((text == null) == (hex == null)) {
      values.error(
          TARGET,
          "bad-value",
          "a datagram is needed: an open port that is sent nothing answers nothing",
          "write send: with a text, or send-hex: with bytes");
      return null;
    }
    byte[] bytes = text == null ? hex : text.getBytes(StandardCharsets.UTF_8);
    return new UdpCheck(
        values.get(TARGET), bytes == null ? new byte[0] : bytes, values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("probe_udp_answer_seconds", "seconds", "Time until the answer came."),
        SampleName.of("probe_udp_answer_bytes", "bytes", "Length of the answer."));
  }
}
