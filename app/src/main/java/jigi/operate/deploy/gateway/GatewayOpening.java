package jigi.operate.deploy.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;

/**
 * What a gateway stands on.
 *
 * @param folder what relative paths begin with
 * @param environment what the host gives to every command
 * @param addresses where the colours or instances answer
 */
public record GatewayOpening(
    Path folder,
    Exec exec,
    Timeline timeline,
    Network network,
    Map<String, String> environment,
    Map<Slot, URI> addresses) {
  public GatewayOpening {
    addresses = Map.copyOf(addresses);
  }

  /** In order; none where there are colours. */
  public Set<Instance> instances() {
    Set<Instance> all = new TreeSet<>();
    addresses.keySet().stream()
        .filter(Instance.class::isInstance)
        .map(Instance.class::cast)
        .forEach(all::add);
    return all;
  }

  /** {@code 127.0.0.1:9001}. */
  public String authority(Slot slot) {
    return uri(slot).getAuthority();
  }

  /** {@code http://127.0.0.1:9001}. */
  public URI uri(Slot slot) {
    return java.util.Objects.requireNonNull(addresses.get(slot));
  }
}
