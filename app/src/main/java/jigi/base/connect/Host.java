package jigi.base.connect;

import java.time.Duration;
import jigi.base.config.Secret;
import jigi.base.connect.ssh.SshTarget;
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
   * @param key null means the keys of Jigi's own account
   * @param sudo the account to become on the host; null for none
   * @param jump the host that it is reached from; null for Jigi's own machine
   * @param patience for connecting and for logging in
   */
  record Ssh(
      SshTarget.Address address,
      @Nullable Secret key,
      @Nullable String sudo,
      @Nullable String jump,
      Duration patience,
      Surroundings surroundings)
      implements Host {
    /** {@code deploy@10.0.0.5:22}. */
    public String text() {
      return address.text();
    }
  }
}
