package jigi.operate.deploy.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.exec.Attempts;
import jigi.base.exec.Captured;
import jigi.base.exec.RemoteShell;
import jigi.base.exec.RemoteTarget;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
import org.jspecify.annotations.Nullable;

/**
 * The machine that one colour or instance runs on.
 *
 * @param host of 'hosts'; null for this machine, with the folder of the deployment
 */
public record Ground(RuntimeOpening opening, @Nullable String host) {
  private static final Duration SHORT = Duration.ofSeconds(20);

  /** Which host it is; {@code {colour}} and {@code {instance}} are filled in. */
  public static final Field<String> ON =
      Field.optional(
          "on",
          Shapes.text(),
          "The host of 'hosts' that it runs on; {colour} and {instance} are filled in. Without it"
              + " this machine.");

  /** Where what outlives Jigi is started and found again. */
  public Attempts attempts() {
    return host == null
        ? opening.exec().local()
        : opening.connections().attempts(opening.system(), host);
  }

  /** A path there: relative ones begin with the host's folder, or with the account's home. */
  public Path path(String text) {
    Path base =
        host == null ? opening.folder() : opening.connections().folder(opening.system(), host);
    return base == null ? Path.of(text) : base.resolve(text);
  }

  /** What the host gives to every process there. */
  public Map<String, String> environment() {
    return host == null
        ? opening.environment()
        : opening.connections().environment(opening.system(), host);
  }

  /**
   * Whether there is such a folder.
   *
   * @throws DeployException {@code runtime-unreachable}
   */
  public boolean hasFolder(String text) throws DeployException, InterruptedException {
    List<String> command = List.of("/usr/bin/env", "test", "-d", path(text).toString());
    return capture(command, SHORT, Map.of()).code() == 0;
  }

  /**
   * Runs a short command there to its end, no shell in between.
   *
   * @param timeout on the real clock
   * @param more variables besides those of the host
   * @throws DeployException {@code runtime-unreachable}
   */
  public Captured capture(List<String> command, Duration timeout, Map<String, String> more)
      throws DeployException, InterruptedException {
    Map<String, String> variables = new HashMap<>(environment());
    variables.putAll(more);
    try {
      RemoteTarget remote =
          host == null ? null : opening.connections().remote(opening.system(), host);
      return remote == null
          ? opening.exec().capture(command, timeout, variables)
          : remote.capture(new RemoteTarget.Command(command, "root", "", variables, timeout));
    } catch (RemoteShell.Unreachable e) {
      throw new DeployException("runtime-unreachable", e.why(), e);
    } catch (UserError e) {
      throw new DeployException("runtime-unreachable", e.fact() + "; " + e.hint(), e);
    }
  }
}
