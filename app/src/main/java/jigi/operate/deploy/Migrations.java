package jigi.operate.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.base.exec.Captured;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.runtime.RuntimeOpening;
import org.jspecify.annotations.Nullable;

/**
 * Changes the schema with the user's own tool, which knows what it has done already: it may be
 * called again after a crash.
 */
final class Migrations {
  /** Finds the program by the path that the host names. */
  private static final String ENV = "/usr/bin/env";

  private final Demands.@Nullable Migrate migrate;
  private final RuntimeOpening opening;

  Migrations(Demands.@Nullable Migrate migrate, RuntimeOpening opening) {
    this.migrate = migrate;
    this.opening = opening;
  }

  /** What the new version needs, while the old one works on. */
  void before(Release release) throws DeployException, InterruptedException {
    if (migrate != null && release.shipping().migration() == Migration.EXPAND) {
      run(migrate, migrate.expand(), release);
    }
  }

  /** What only versions that are gone needed. */
  void after(Release release) throws DeployException, InterruptedException {
    if (migrate != null && release.shipping().migration() == Migration.CONTRACT) {
      run(migrate, migrate.contract(), release);
    }
  }

  private void run(Demands.Migrate how, List<String> words, Release release)
      throws DeployException, InterruptedException {
    Path folder = opening.folder();
    List<String> command = new ArrayList<>(List.of(ENV));
    for (String word : words) {
      command.add(
          word.replace("{version}", release.version()).replace("{folder}", folder.toString()));
    }
    try {
      Captured done = opening.exec().capture(command, how.within(), opening.environment());
      if (done.code() != 0) {
        String said = (done.stderr().isBlank() ? done.stdout() : done.stderr()).strip();
        throw new DeployException(
            "migration-failed", (done.timedOut() ? "it took too long: " : "") + said);
      }
    } catch (UserError e) {
      throw new DeployException("migration-failed", e.fact() + "; " + e.hint(), e);
    }
  }
}
