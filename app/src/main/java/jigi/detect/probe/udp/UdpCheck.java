package jigi.detect.probe.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Datagrams;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;

/** The check of {@link UdpKind}. */
record UdpCheck(Endpoint target, byte[] send, List<Expectation> expect) implements Check {
  private static final int LONGEST = 65_535;
  private static final int SHOWN = 50;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    return Datagrams.observe(
        context, target, (socket, deadline) -> exchange(context, socket, deadline));
  }

  private Observation exchange(CheckContext context, DatagramSocket socket, Deadline deadline)
      throws IOException, WireException {
    long start = RealTime.nanos();
    socket.send(new DatagramPacket(send, send.length));
    socket.setSoTimeout(deadline.remainingMillis());
    DatagramPacket answer = new DatagramPacket(new byte[LONGEST], LONGEST);
    socket.receive(answer);
    double seconds = (RealTime.nanos() - start) / 1e9;
    return judge(context, Arrays.copyOf(answer.getData(), answer.getLength()), seconds);
  }

  private Observation judge(CheckContext context, byte[] answer, double seconds) {
    String text = new String(answer, StandardCharsets.UTF_8);
    Seen seen =
        new Seen(
            Map.of("time", seconds, "size", (double) answer.length),
            text,
            name -> null,
            context.now(),
            context.ahead());
    String shown = text.strip();
    boolean printable = !shown.isEmpty() && shown.chars().noneMatch(c -> c < ' ' || c == 0xFFFD);
    String evidence = answer.length + " bytes";
    if (printable) {
      evidence += ": \"" + context.shown(shown, SHOWN) + '"';
    }
    return Observation.judged(
        evidence,
        Expectations.objections(expect, seen),
        List.of(
            Sample.of("probe_udp_answer_seconds", seconds),
            Sample.of("probe_udp_answer_bytes", answer.length)));
  }
}
