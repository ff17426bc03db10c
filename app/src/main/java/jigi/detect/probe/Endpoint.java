package jigi.detect.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port.
 *
 * @param host a name or an address; IPv6 without brackets
 */
public record Endpoint(String host, int port) {
  /** {@code host:port}, or the host alone where there is a default port. */
  public static Shape<Endpoint> shape(@Nullable Integer defaultPort) {
    return Shapes.scalar(
        "a host and a port",
        defaultPort == null ? "db.example.com:5432" : "example.com:" + defaultPort,
        Map.of("type", "string"),
        text -> parse(text, defaultPort));
  }

  private static @Nullable Endpoint parse(String text, @Nullable Integer defaultPort) {
    try {
      URI uri = new URI("tcp://" + text);
      String host = uri.getHost();
      int port = uri.getPort() < 0 && defaultPort != null ? defaultPort : uri.getPort();
      boolean bare = text.equals(uri.getRawAuthority()) && uri.getUserInfo() == null;
      if (host == null || !bare || port < 1 || port > 65535) {
        return null;
      }
      return new Endpoint(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
