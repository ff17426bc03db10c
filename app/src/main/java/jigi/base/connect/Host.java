package jigi.base.connect;

import jigi.base.config.Secret;
import org.jspecify.annotations.Nullable;

/** Where steps and probes of a system are executed. */
public sealed interface Host {
  /** The machine that Jigi runs on. */
  record Local() implements Host {}

  /**
   * Reached by OpenSSH.
   *
   * @param port 22 unless the address says otherwise
   * @param key null means the keys of Jigi's own account
   * @param sudo the account to become on the host; null for none
   */
  record Ssh(String user, String address, int port, @Nullable Secret key, @Nullable String sudo)
      implements Host {
    /** {@code deploy@10.0.0.5:22}. */
    public String text() {
      return user + "@" + address + ":" + port;
    }
  }
}
