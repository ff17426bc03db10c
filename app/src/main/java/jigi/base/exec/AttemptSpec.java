package jigi.base.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt executes.
 *
 * @param id names the attempt's directory; letters, digits and hyphens
 * @param shell absolute path of the interpreter that gets the script
 * @param as the account to run under; null means {@code nobody} when Jigi is root, else Jigi's own
 * @param folder the working directory; null keeps the root folder
 * @param timeout on the real clock, from the start; the shim enforces it even when Jigi is dead
 * @param environment everything the script sees besides PATH, LANG and HOME
 * @param secrets values that are masked in the output as it is written
 */
public record AttemptSpec(
    String id,
    String script,
    String shell,
    @Nullable String as,
    @Nullable Path folder,
    Duration timeout,
    Map<String, String> environment,
    List<String> secrets) {
  public AttemptSpec {
    environment = Map.copyOf(environment);
    secrets = List.copyOf(secrets);
  }

  @Override
  public String toString() {
    return "AttemptSpec[" + id + "]";
  }
}
