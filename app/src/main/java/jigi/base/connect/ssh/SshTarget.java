package jigi.base.connect.ssh;

import java.nio.file.Path;
import java.time.Duration;
import jigi.base.config.Secret;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A host behind SSH, and all that is needed to get there. Equal ones share a connection.
 *
 * @param name {@code system/host}
 * @param key null means the agent and the keys of Jigi's own account
 * @param sudo the account to become there; null for none
 * @param patience for connecting and logging in, each
 * @param jump the host that the connection is made from; null for this one
 */
public record SshTarget(
    String name,
    Address address,
    @Nullable Key key,
    @Nullable String sudo,
    Duration patience,
    @Nullable SshTarget jump) {
  /** What {@code deploy@10.0.0.5:22} means; an IPv6 address stands in brackets. */
  public record Address(String user, String host, int port) {
    /** As OpenSSH takes it. */
    public String bare() {
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    public String text() {
      return user + "@" + host + ":" + port;
    }
  }

  /** A private key, and the folder that its file's name counts from. */
  public record Key(Secret secret, Path folder) {}

  /** For messages. */
  String where() {
    return name + " (" + address.text() + ")";
  }

  /** Names the host in the client's configuration; short, because a socket's path must be. */
  String alias() {
    return "jigi-" + Hash.of(toString()).substring(0, 16);
  }
}
