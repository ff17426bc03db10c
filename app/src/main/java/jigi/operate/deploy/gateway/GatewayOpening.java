package jigi.operate.deploy.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.machine.Colour;

/**
 * What a gateway stands on.
 *
 * @param folder what relative paths begin with
 * @param environment what the host gives to every command
 * @param addresses where the colours answer
 */
public record GatewayOpening(
    Path folder,
    Exec exec,
    Timeline timeline,
    Map<String, String> environment,
    Map<Colour, URI> addresses) {
  public GatewayOpening {
    addresses = Map.copyOf(addresses);
  }

  /** {@code 127.0.0.1:9001}. */
  public String authority(Colour colour) {
    return java.util.Objects.requireNonNull(addresses.get(colour)).getAuthority();
  }
}
