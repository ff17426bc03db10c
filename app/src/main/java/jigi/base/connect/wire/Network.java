package jigi.base.connect.wire;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Status;

/**
 * Finds addresses and opens connections. Names are resolved on a few platform threads, because the
 * system's resolver blocks the thread that calls it, and a virtual one would take its carrier
 * along.
 */
public final class Network implements AutoCloseable {
  private static final int RESOLVERS = 8;

  private final Reach reach;

  private final ExecutorService resolvers =
      Executors.newFixedThreadPool(
          RESOLVERS, Thread.ofPlatform().name("resolver-", 0).daemon().factory());

  public Network() {
    this(Reach.ANYWHERE);
  }

  public Network(Reach reach) {
    this.reach = reach;
  }

  /**
   * An open connection.
   *
   * @param timings of resolving and connecting
   */
  public record Connection(Socket socket, InetAddress address, Timings timings) {}

  /**
   * Resolves and connects, trying each address in turn.
   *
   * @throws WireException UNKNOWN when the name cannot be resolved or the policy denies what it
   *     means, else as {@link WireException#of} tells
   */
  public Connection connect(String host, int port, AddressPolicy policy, Deadline deadline)
      throws WireException, InterruptedException {
    long start = RealTime.nanos();
    List<InetAddress> addresses = resolve(host, policy, deadline);
    long resolved = RealTime.nanos();
    WireException failure = null;
    for (int i = 0; i < addresses.size(); i++) {
      InetAddress address = addresses.get(i);
      try {
        Socket socket = open(address, port, deadline, addresses.size() - i);
        long connected = RealTime.nanos();
        return new Connection(
            socket, address, new Timings(resolved - start, connected - resolved, 0, 0, 0));
      } catch (IOException e) {
        WireException next = WireException.of("connecting to " + shown(address, port), e);
        failure = failure == null || next.status() == Status.FAIL ? next : failure;
      }
    }
    throw failure == null ? WireException.unknown("no address for " + host) : failure;
  }

  /**
   * What the name means.
   *
   * @throws WireException UNKNOWN when it cannot be resolved or the policy denies what it means
   */
  public List<InetAddress> resolve(String host, AddressPolicy policy, Deadline deadline)
      throws WireException, InterruptedException {
    List<InetAddress> addresses = resolve(host, deadline);
    for (InetAddress address : addresses) {
      if (reach == Reach.LOOPBACK && !address.isLoopbackAddress()) {
        throw WireException.unknown(
            "this is a rehearsal, which talks to this machine only: "
                + address.getHostAddress()
                + " was not contacted");
      }
      if (policy.denies(host, address)) {
        throw WireException.unknown(
            "not allowed to talk to "
                + address.getHostAddress()
                + " (link-local, multicast or metadata address; 'allow' names exceptions)");
      }
    }
    return addresses;
  }

  /**
   * For what reaches a host by other ways than a connection of ours.
   *
   * @throws WireException UNKNOWN when it lies beyond the reach
   */
  public void confine(String host, Deadline deadline) throws WireException, InterruptedException {
    if (reach == Reach.LOOPBACK) {
      resolve(host, AddressPolicy.STRICT, deadline);
    }
  }

  /** True for {@code localhost} and loopback addresses, without asking a resolver. */
  public static boolean isLoopback(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(bare(host)).isLoopbackAddress();
    } catch (IllegalArgumentException notALiteral) {
      return false;
    }
  }

  private static Socket open(InetAddress address, int port, Deadline deadline, int left)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(address, port), Math.max(1, deadline.remainingMillis() / left));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private List<InetAddress> resolve(String host, Deadline deadline)
      throws WireException, InterruptedException {
    try {
      return List.of(InetAddress.ofLiteral(bare(host)));
    } catch (IllegalArgumentException notALiteral) {
      return lookUp(host, deadline);
    }
  }

  private List<InetAddress> lookUp(String host, Deadline deadline)
      throws WireException, InterruptedException {
    Future<List<InetAddress>> future =
        resolvers.submit(() -> List.of(InetAddress.getAllByName(host)));
    try {
      return future.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | SocketTimeoutException e) {
      future.cancel(true);
      throw WireException.unknown("timed out resolving " + host);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw WireException.unknown("cannot resolve " + host);
      }
      throw new IllegalStateException("the resolver failed for " + host, e.getCause());
    }
  }

  /** An IPv6 address as a URL writes it stands in brackets. */
  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String shown(InetAddress address, int port) {
    String text = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
  }

  @Override
  public void close() {
    resolvers.shutdownNow();
  }
}
