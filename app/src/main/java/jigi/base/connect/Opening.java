package jigi.base.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import jigi.base.config.Secret;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * What one opening of a connection is done with.
 *
 * @param folder the manual's, for relative files
 * @param deadline of the whole
 */
public record Opening(
    Network network, Through through, Secrets secrets, Path folder, Deadline deadline) {
  /** The ways through hosts. */
  public interface Through {
    /**
     * @throws WireException UNKNOWN when the host cannot be reached: it is ours
     */
    End to(String host, String address, int port, Deadline deadline)
        throws WireException, InterruptedException;

    /**
     * A way to a Unix socket there.
     *
     * @throws WireException as for {@link #to}; FAIL when nothing listens at the socket
     */
    SocketEnd socket(String host, String path, Deadline deadline)
        throws WireException, InterruptedException;
  }

  /**
   * A Unix socket of this machine that leads to the one that is meant.
   *
   * @throws WireException UNKNOWN when the host cannot be reached, FAIL when nothing listens there
   */
  public SocketEnd socket(String path, @Nullable String on)
      throws WireException, InterruptedException {
    return isThroughHost(on)
        ? through.socket(String.valueOf(on), path, deadline)
        : new SocketEnd(Path.of(path), () -> {});
  }

  /**
   * Where to open the connection to.
   *
   * @param named keep the name, because a certificate will be compared with it
   * @throws WireException UNKNOWN when the name cannot be resolved or means a denied address
   */
  public End end(Address at, @Nullable String on, boolean named)
      throws WireException, InterruptedException {
    if (isThroughHost(on)) {
      return through.to(String.valueOf(on), at.host(), at.port(), deadline);
    }
    List<InetAddress> addresses = network.resolve(at.host(), AddressPolicy.STRICT, deadline);
    if (named) {
      return new End(at.host(), at.port());
    }
    if (addresses.size() == 1) {
      return new End(addresses.getFirst().getHostAddress(), at.port());
    }
    // Of several addresses the one is taken that answers; drivers would take the first.
    Network.Connection tried =
        network.connect(at.host(), at.port(), AddressPolicy.STRICT, deadline);
    try (var socket = tried.socket()) {
      return new End(tried.address().getHostAddress(), at.port());
    } catch (IOException e) {
      throw WireException.of("closing a connection to " + at.endpoint(), e);
    }
  }

  /** Walks name, route and port of a server; gives true when something listens there. */
  public boolean walk(Address at, @Nullable String on, List<Stage> stages)
      throws InterruptedException {
    return isThroughHost(on) ? walkThrough(at, String.valueOf(on), stages) : walkDirect(at, stages);
  }

  private boolean walkThrough(Address at, String on, List<Stage> stages)
      throws InterruptedException {
    try (End end = through.to(on, at.host(), at.port(), deadline)) {
      stages.add(Stage.ok(Stage.Step.ROUTE, "through " + on));
      return port(end.host(), end.port(), stages);
    } catch (WireException e) {
      stages.add(new Stage(Stage.Step.ROUTE, e.status(), e.evidence(), "host"));
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("a way that cannot be taken down", e);
    }
  }

  private boolean walkDirect(Address at, List<Stage> stages) throws InterruptedException {
    try {
      List<InetAddress> found = network.resolve(at.host(), AddressPolicy.STRICT, deadline);
      stages.add(
          Stage.ok(
              Stage.Step.NAME,
              at.host() + " is " + found.stream().map(InetAddress::getHostAddress).toList()));
    } catch (WireException e) {
      stages.add(new Stage(Stage.Step.NAME, e.status(), e.evidence(), "name"));
      return false;
    }
    return port(at.host(), at.port(), stages);
  }

  private boolean port(String host, int port, List<Stage> stages) throws InterruptedException {
    try {
      network.connect(host, port, AddressPolicy.STRICT, deadline).socket().close();
      stages.add(Stage.ok(Stage.Step.PORT, "port " + port + " is open"));
      return true;
    } catch (WireException e) {
      boolean refused = e.evidence().toLowerCase(Locale.ROOT).contains("refused");
      stages.add(
          new Stage(
              refused ? Stage.Step.PORT : Stage.Step.ROUTE,
              e.status(),
              e.evidence(),
              refused ? "port" : "route"));
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
  }

  private static boolean isThroughHost(@Nullable String on) {
    return on != null && !on.equals(Hosts.LOCAL);
  }

  /** The value of a secret; empty when there is none. */
  public String secret(@Nullable Secret secret) throws Secret.Missing {
    return secret == null ? "" : secrets.read(secret);
  }

  public @Nullable Path file(@Nullable String name) {
    return name == null ? null : folder.resolve(name);
  }
}
