package jigi.base.connect;

import java.io.Closeable;

/**
 * Where a connection is really opened to: the target itself, or a local end of a way through a
 * host. Closing it takes the way down.
 *
 * @param host an address, or the target's name where a certificate is compared with it
 */
public record End(String host, int port, Closeable way) implements AutoCloseable {
  public End(String host, int port) {
    this(host, port, () -> {});
  }

  @Override
  public void close() throws java.io.IOException {
    way.close();
  }

  /** The host as URLs write it. */
  public String text() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
