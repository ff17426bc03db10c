package jigi.present.api.http;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which Jigi may be addressed. Keeps a foreign web page from reaching a loopback
 * server through a name of its own (DNS rebinding).
 */
public final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names;

  /**
   * @param names further names, without port, beside the loopback ones
   */
  public Hosts(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  boolean allows(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String name = withoutPort(header.toLowerCase(Locale.ROOT));
    return LOOPBACK.contains(name) || names.contains(name);
  }

  static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
