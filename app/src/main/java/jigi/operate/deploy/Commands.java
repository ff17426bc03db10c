package jigi.operate.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jigi.base.exec.Captured;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.runtime.RuntimeOpening;

/**
 * Builds, and changes the schema, with the user's own tools, which know what they have done
 * already: they may be called again after a crash.
 */
final class Commands {
  private static final CrashPoint BUILT = CrashPoint.named("deploy.built");
  private static final CrashPoint MIGRATED = CrashPoint.named("deploy.migrated");

  /** Finds the program by the path that the host names. */
  private static final String ENV = "/usr/bin/env";

  private final Demands demands;
  private final RuntimeOpening opening;

  Commands(Demands demands, RuntimeOpening opening) {
    this.demands = demands;
    this.opening = opening;
  }

  /**
   * What the new version needs, while the old one works on: it is built before the schema changes.
   *
   * @throws DeployException {@code build-failed}, {@code migration-failed}
   */
  void before(Release release) throws DeployException, InterruptedException {
    Demands.Build build = demands.build();
    if (build != null) {
      run("build-failed", build.command(), build.within(), release);
      BUILT.pass();
    }
    migrate(release, Migration.EXPAND);
  }

  /**
   * What only versions that are gone needed.
   *
   * @throws DeployException {@code migration-failed}
   */
  void after(Release release) throws DeployException, InterruptedException {
    migrate(release, Migration.CONTRACT);
  }

  private void migrate(Release release, Migration when)
      throws DeployException, InterruptedException {
    Demands.Migrate migrate = demands.migrate();
    if (migrate != null && release.shipping().migration() == when) {
      List<String> command = when == Migration.EXPAND ? migrate.expand() : migrate.contract();
      run("migration-failed", command, migrate.within(), release);
      MIGRATED.pass();
    }
  }

  private void run(String code, List<String> words, Duration within, Release release)
      throws DeployException, InterruptedException {
    Path folder = opening.folder();
    List<String> command = new ArrayList<>(List.of(ENV));
    for (String word : words) {
      command.add(
          word.replace("{version}", release.version()).replace("{folder}", folder.toString()));
    }
    try {
      Captured done = opening.exec().capture(command, within, opening.environment());
      if (done.code() != 0) {
        throw new DeployException(
            code, (done.timedOut() ? "it took too long: " : "") + done.words());
      }
    } catch (UserError e) {
      throw new DeployException(code, e.fact() + "; " + e.hint(), e);
    }
  }
}
