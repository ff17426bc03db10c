package jigi.operate.deploy.gateway.nginx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.state.Durable;
import org.jspecify.annotations.Nullable;

/**
 * nginx proxies to a link, which leads to the socket of the live colour, on which nginx itself
 * listens and passes on to it. The link is followed when a connection is made, after a request was
 * read: so the next one goes elsewhere as soon as it leads there, and nothing is reloaded.
 */
final class NginxLink implements Gateway {
  private final Path link;
  private final Function<Slot, Path> sockets;

  /**
   * @param sockets of the colours, absolute
   */
  NginxLink(Path link, Function<Slot, Path> sockets) {
    this.link = link;
    this.sockets = sockets;
  }

  @Override
  public Pointing pointing() throws DeployException {
    Path target = target();
    if (target == null) {
      return new Pointing.Unclear("there is no link " + link);
    }
    UnixSockets open = UnixSockets.now();
    for (Colour colour : Colour.values()) {
      if (target.equals(sockets.apply(colour).normalize())) {
        return open.isListening(sockets.apply(colour))
            ? new Pointing.To(colour)
            : new Pointing.Unclear(nobody(colour));
      }
    }
    return new Pointing.Unclear(link + " leads to neither colour: " + target);
  }

  private String nobody(Colour colour) {
    return "nginx does not listen on " + sockets.apply(colour);
  }

  /** Null where there is no link. */
  private @Nullable Path target() throws DeployException {
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      return folder().resolve(Files.readSymbolicLink(link)).normalize();
    } catch (IOException | UnsupportedOperationException e) {
      throw new DeployException("gateway-unreachable", link + " is no link", e);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(link.getParent());
  }

  @Override
  public void point(Colour to) throws DeployException {
    Path socket = sockets.apply(to);
    if (!UnixSockets.now().isListening(socket)) {
      throw new DeployException("gateway-refused", nobody(to));
    }
    if (socket.normalize().equals(target())) {
      return;
    }
    try {
      // As seen from the link's folder, which may be mounted elsewhere.
      Durable.link(link, folder().relativize(socket));
    } catch (IOException e) {
      throw new DeployException("gateway-refused", "changing " + link + ": " + e.getMessage(), e);
    }
  }

  /** Each connection is one request: nginx keeps none of them between two. */
  @Override
  public Long inFlight(Slot slot) throws DeployException {
    return UnixSockets.now().connected(sockets.apply(slot));
  }
}
