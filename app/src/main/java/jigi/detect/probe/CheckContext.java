package jigi.detect.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.connect.Surroundings;
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
 * @param on the component's host, by name; null when it has none
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
    @Nullable String on,
    @Nullable String host) {
  public CheckContext(
      ProbeKey key,
      Instant now,
      Duration ahead,
      Duration timeout,
      Path folder,
      SecretReader secrets,
      ProbeTools tools,
      @Nullable String on) {
    this(key, now, ahead, timeout, folder, secrets, tools, on, null);
  }

  /** What the target said, as evidence may hold it: secrets are masked before they can be cut. */
  public String shown(String text, int most) {
    String masked = secrets.mask(text);
    return masked.length() > most ? masked.substring(0, most) + "…" : masked;
  }

  /** The same for a host behind SSH. */
  CheckContext behind(String name) {
    return new CheckContext(key, now, ahead, timeout, folder, secrets, tools, on, name);
  }

  /**
   * Runs a short command where the check looks, see {@link jigi.base.exec.Exec#capture}, with the
   * host's PATH and variables around it.
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
    Surroundings around = tools.connections().surroundings(key.system(), on);
    Map<String, String> variables = new HashMap<>(around.variables());
    variables.putAll(environment);
    RemoteTarget remote = host == null ? null : tools.connections().remote(key.system(), host);
    if (remote == null) {
      List<String> argv = tools.exec().as(as, around.found(command));
      return tools.exec().exchange(argv, new byte[0], timeout, variables);
    }
    try {
      return remote.exchange(new RemoteTarget.Command(command, as, "", variables, timeout));
    } catch (RemoteShell.Unreachable e) {
      throw new UserError("host-not-reached", e.why(), "'jigi host test' tells where it ends");
    }
  }
}
