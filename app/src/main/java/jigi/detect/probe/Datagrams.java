package jigi.detect.probe;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Durations;

/** Asks a server over UDP: a closed port and silence are FAIL, what kept us from asking UNKNOWN. */
public final class Datagrams {
  private Datagrams() {}

  /** What is said over a socket that hears the server alone. */
  public interface Talk {
    Observation over(DatagramSocket socket, Deadline deadline) throws IOException, WireException;
  }

  public static Observation observe(CheckContext context, Endpoint server, Talk talk)
      throws InterruptedException {
    Deadline deadline = Deadline.in(context.timeout());
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress address =
          context
              .tools()
              .network()
              .resolve(server.host(), AddressPolicy.STRICT, deadline)
              .getFirst();
      // Connected, it is told of a closed port and hears nobody else.
      socket.connect(new InetSocketAddress(address, server.port()));
      return talk.over(socket, deadline);
    } catch (PortUnreachableException e) {
      return Observation.fail("the port is closed (" + server + ")");
    } catch (SocketTimeoutException e) {
      return Observation.fail("no answer within " + Durations.format(context.timeout()));
    } catch (WireException e) {
      return Observation.of(e);
    } catch (IOException e) {
      return Observation.of(WireException.of("talking to " + server, e));
    }
  }
}
