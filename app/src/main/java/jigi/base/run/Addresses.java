package jigi.base.run;

import com.google.re2j.Pattern;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as values that a run is given. */
public final class Addresses {
  private static final Pattern FOUR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private Addresses() {}

  /** Whether it is an IPv4 or IPv6 address as people write them, without a zone. */
  static boolean is(String text) {
    if (!FOUR.matches(text) && !SIX.matches(text)) {
      return false;
    }
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether it is the address of one machine of the internet: none that is one's own, private,
   * shared by a provider's customers (RFC 6598), of a link, a group or reserved.
   */
  public static boolean isPublic(String text) {
    if (!is(text)) {
      return false;
    }
    InetAddress address = InetAddress.ofLiteral(text);
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    if (text.contains(":")) {
      return address instanceof Inet6Address && (first & 0xe0) == 0x20; // 2000::/3, RFC 4291
    }
    boolean shared = first == 100 && (bytes[1] & 0xc0) == 64;
    return first != 0
        && first < 224
        && !shared
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress();
  }
}
