package jigi.detect.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.exec.Exchange;
import jigi.base.exec.RemoteShell;
import jigi.base.exec.RemoteTarget;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * What a check is given for one execution.
 *
 * @param key of the probe
 * @param now Jigi's time at the start
 * @param ahead what to add to times that the target stamps, see {@code Timeline.ahead}
 * @param timeout how long it may take, in real time
 * @param folder the manual's
 * @param host behind SSH, that the check looks at; null for this machine
 */
public record CheckContext(
    ProbeKey key,
    Instant now,
    Duration ahead,
    Duration timeout,
    Path folder,
    SecretReader secrets,
    ProbeTools tools,
    @Nullable String host) {
  public CheckContext(
      ProbeKey key,
      Instant now,
      Duration ahead,
      Duration timeout,
      Path folder,
      SecretReader secrets,
      ProbeTools tools) {
    this(key, now, ahead, timeout, folder, secrets, tools, null);
  }

  /** The same for a host behind SSH. */
  CheckContext on(String name) {
    return new CheckContext(key, now, ahead, timeout, folder, secrets, tools, name);
  }

  /**
   * Runs a short command where the check looks, see {@link jigi.base.exec.Exec#capture}.
   *
   * @param as the account, when Jigi or the account that it logs in with is root
   * @throws UserError when it cannot be run there
   */
  public Captured capture(String as, List<String> command, Map<String, String> environment)
      throws InterruptedException {
    return exchange(as, command, environment).text();
  }

  /** As {@link #capture}, with the bytes that the command wrote: 1 MiB at most. */
  public Exchange exchange(String as, List<String> command, Map<String, String> environment)
      throws InterruptedException {
    RemoteTarget remote = host == null ? null : tools.connections().remote(key.system(), host);
    if (remote == null) {
      return tools.exec().exchange(tools.exec().as(as, command), new byte[0], timeout, environment);
    }
    try {
      return remote.exchange(new RemoteTarget.Command(command, as, "", environment, timeout));
    } catch (RemoteShell.Unreachable e) {
      throw new UserError("host-not-reached", e.why(), "'jigi host test' tells where it ends");
    }
  }
}
