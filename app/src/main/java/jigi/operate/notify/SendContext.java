package jigi.operate.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import jigi.base.config.Secret;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/** What a channel needs besides its settings. */
public record SendContext(
    Path folder, Function<String, @Nullable String> environment, Instant now, Network network) {
  private static final Duration RESOLVING = Duration.ofSeconds(15);

  /**
   * To be asked before a provider is contacted.
   *
   * @throws DeliveryException when the host cannot be found, or may not be talked to
   */
  public void admit(String host) throws DeliveryException, InterruptedException {
    try {
      network.resolve(host, AddressPolicy.STRICT, Deadline.in(RESOLVING));
    } catch (WireException e) {
      throw new DeliveryException(host + ": " + e.evidence(), e);
    }
  }

  public String read(Secret secret) throws Secret.Missing {
    return secret.read(folder, environment);
  }
}
