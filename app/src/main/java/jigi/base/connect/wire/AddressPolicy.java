package jigi.base.connect.wire;

import java.net.InetAddress;
import java.util.Set;

/**
 * Which addresses may not be talked to: link-local ones and the metadata services of clouds, which
 * hand out credentials to whoever asks from inside.
 *
 * @param allowed host names or addresses that the manual names as exceptions
 */
public record AddressPolicy(Set<String> allowed) {
  /** Metadata services outside the link-local ranges: AWS over IPv6, Alibaba, Azure. */
  private static final Set<String> METADATA =
      Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "168.63.129.16");

  public static final AddressPolicy STRICT = new AddressPolicy(Set.of());

  public AddressPolicy {
    allowed = Set.copyOf(allowed);
  }

  /** True when the address, found for the host name, must not be talked to. */
  boolean denies(String host, InetAddress address) {
    if (allowed.contains(host) || allowed.contains(address.getHostAddress())) {
      return false;
    }
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address.getHostAddress());
  }
}
