package jigi.base.connect;

import jigi.base.connect.wire.Network;

/** How a connection to a server is protected. */
public enum TlsMode {
  /** Not at all: for loopback and networks that nobody else is in. */
  OFF,
  /** Encrypted; the server's certificate is not looked at. */
  REQUIRE,
  /** Encrypted, and the certificate must be trusted and be the host's. */
  VERIFY;

  /** What holds where a manual says nothing: nothing travels in clear over a network. */
  static TlsMode usual(String host) {
    return Network.isLoopback(host) ? OFF : REQUIRE;
  }
}
