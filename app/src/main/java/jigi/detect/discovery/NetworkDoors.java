package jigi.detect.discovery;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Knocks; sends nothing but the first words of TLS. */
public record NetworkDoors(Network network) implements Doors {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public boolean open(String host, int port) throws InterruptedException {
    try (Socket socket = connect(host, port, Deadline.in(PATIENCE))) {
      return socket.isConnected();
    } catch (WireException | IOException e) {
      return false;
    }
  }

  private Socket connect(String host, int port, Deadline deadline)
      throws WireException, InterruptedException {
    return network.connect(host, port, new AddressPolicy(Set.of()), deadline).socket();
  }

  @Override
  public @Nullable Served served(String host, int port) throws InterruptedException {
    Deadline deadline = Deadline.in(PATIENCE);
    try (Socket plain = connect(host, port, deadline)) {
      Tls.Handshake seen = Tls.handshake(plain, host, port, (Path) null, deadline);
      if (seen.chain().isEmpty()) {
        return null;
      }
      X509Certificate first = seen.chain().getFirst();
      // The address that is knocked at is hardly ever a name of the certificate's.
      String distrust = seen.distrust();
      boolean trusted = distrust == null || distrust.contains("name");
      return new Served(
          Certificates.names(first),
          first.getNotAfter().toInstant(),
          trusted,
          Certificates.digest(first));
    } catch (WireException | IOException e) {
      return null;
    }
  }
}
