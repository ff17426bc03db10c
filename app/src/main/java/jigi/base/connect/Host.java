package jigi.base.connect;

import jigi.base.config.Secret;
import org.jspecify.annotations.Nullable;

/** Where steps and probes of a system are executed. */
public sealed interface Host {
  /** What a step finds around it there. */
  Surroundings surroundings();

  /** The machine that Jigi runs on. */
  record Local(Surroundings surroundings) implements Host {
    public Local() {
      this(Surroundings.PLAIN);
    }
  }

  /**
   * Reached by OpenSSH.
   *
   * @param port 22 unless the address says otherwise
   * @param key null means the keys of Jigi's own account
   * @param sudo the account to become on the host; null for none
   */
  record Ssh(
      String user,
      String address,
      int port,
      @Nullable Secret key,
      @Nullable String sudo,
      Surroundings surroundings)
      implements Host {
    public Ssh(String user, String address, int port, @Nullable Secret key, @Nullable String sudo) {
      this(user, address, port, key, sudo, Surroundings.PLAIN);
    }

    /** {@code deploy@10.0.0.5:22}. */
    public String text() {
      return user + "@" + address + ":" + port;
    }
  }
}
