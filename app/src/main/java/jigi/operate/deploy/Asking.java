package jigi.operate.deploy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Asks a colour, or through the gateway, with a connection of its own each time. */
final class Asking {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int ENOUGH = 4096;

  private final Http http;

  Asking(Network network) {
    this.http = new Http(network);
  }

  /** Why the answer is not well; null when it is 2xx. */
  @Nullable String fault(URI uri) throws InterruptedException {
    Http.Request request =
        new Http.Request("GET", uri, Map.of(), new byte[0], ENOUGH, new Tls.Trust(null, null));
    try {
      Http.Response response = http.exchange(request, AddressPolicy.STRICT, Deadline.in(LONGEST));
      boolean well = response.status() >= 200 && response.status() < 300;
      return well ? null : uri + " answered " + response.statusLine();
    } catch (WireException e) {
      return e.evidence();
    }
  }
}
