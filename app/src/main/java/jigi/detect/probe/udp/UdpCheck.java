package jigi.detect.probe.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Durations;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
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
    Deadline deadline = Deadline.in(context.timeout());
    try {
      InetAddress address =
          context
              .tools()
              .network()
              .resolve(target.host(), AddressPolicy.STRICT, deadline)
              .getFirst();
      return exchange(context, address, deadline);
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  private Observation exchange(CheckContext context, InetAddress address, Deadline deadline)
      throws WireException {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected, it is told of a closed port and hears nobody else.
      socket.connect(new InetSocketAddress(address, target.port()));
      long start = RealTime.nanos();
      socket.send(new DatagramPacket(send, send.length));
      socket.setSoTimeout(deadline.remainingMillis());
      DatagramPacket answer = new DatagramPacket(new byte[LONGEST], LONGEST);
      socket.receive(answer);
      double seconds = (RealTime.nanos() - start) / 1e9;
      return judge(context, Arrays.copyOf(answer.getData(), answer.getLength()), seconds);
    } catch (PortUnreachableException e) {
      return Observation.fail("the port is closed (" + target + ")");
    } catch (SocketTimeoutException e) {
      return Observation.fail("no answer within " + Durations.format(context.timeout()));
    } catch (IOException e) {
      throw WireException.of("talking to " + target, e);
    }
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
