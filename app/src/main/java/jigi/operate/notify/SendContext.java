package jigi.operate.notify;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;

/** What a channel needs besides its settings. */
public record SendContext(Path folder, SecretSources environment, Instant now, Network network) {
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

  /**
   * An address that is a secret, as those of incoming webhooks are.
   *
   * @throws DeliveryException when what stands there is none; the text does not repeat it
   */
  public URI url(Secret secret) throws DeliveryException, Secret.Missing {
    URI uri;
    try {
      uri = URI.create(read(secret));
    } catch (IllegalArgumentException e) {
      throw new DeliveryException("the webhook's address is not a URL");
    }
    if (uri.getHost() == null) {
      throw new DeliveryException("the webhook's address is not a URL");
    }
    return uri;
  }

  public String read(Secret secret) throws Secret.Missing {
    return secret.read(folder, environment);
  }
}
