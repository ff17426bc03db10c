package jigi.detect.probe.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;
import org.jspecify.annotations.Nullable;

/** The check of {@link TcpKind}. */
record TcpCheck(Endpoint target, @Nullable String send, Set<String> allow, List<Expectation> expect)
    implements Check {
  private static final int ANSWER_LIMIT = 4096;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    Deadline deadline = Deadline.in(context.timeout());
    long start = RealTime.nanos();
    try {
      Network.Connection connection =
          context
              .tools()
              .network()
              .connect(target.host(), target.port(), new AddressPolicy(allow), deadline);
      try (Socket socket = connection.socket()) {
        if (send != null) {
          socket.getOutputStream().write(send.getBytes(StandardCharsets.UTF_8));
        }
        return converse(context, socket, connection.timings().connect(), start, deadline);
      } catch (IOException e) {
        throw WireException.of("talking to " + target, e);
      }
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  /** Reads until everything expected has been said, the target closes, or time is up. */
  private Observation converse(
      CheckContext context, Socket socket, long connectNanos, long start, Deadline deadline)
      throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    boolean open = true;
    List<String> objections = objections(context, said, start);
    while (open && !objections.isEmpty() && said.size() < ANSWER_LIMIT) {
      int count;
      try {
        socket.setSoTimeout(deadline.remainingMillis());
        count = socket.getInputStream().read(buffer);
      } catch (SocketTimeoutException e) {
        count = -1;
      }
      open = count >= 0;
      said.write(buffer, 0, Math.max(count, 0));
      objections = objections(context, said, start);
    }
    Sample connect = Sample.of("probe_tcp_connect_duration_seconds", connectNanos / 1e9);
    String evidence = "connected to " + target + heard(context, said);
    return Observation.judged(evidence, objections, List.of(connect));
  }

  private List<String> objections(CheckContext context, ByteArrayOutputStream said, long start) {
    Seen seen =
        new Seen(
            Map.of("time", (RealTime.nanos() - start) / 1e9),
            said.toString(StandardCharsets.UTF_8),
            name -> null,
            context.now(),
            context.ahead());
    return Expectations.objections(expect, seen);
  }

  private static String heard(CheckContext context, ByteArrayOutputStream said) {
    String text = said.toString(StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return "";
    }
    return ", it said \"" + context.shown(text, 50) + '"';
  }
}
