package jigi.operate.deploy.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import jigi.base.kernel.CrashPoint;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;

/**
 * Files that are served while a release is live. What was served before is kept beside, and comes
 * back with everything it had; a release's files lie ready beside until the switch.
 *
 * <p>The folder itself stays: others have it mounted.
 */
public final class Dist {
  private static final CrashPoint KEPT = CrashPoint.named("deploy.dist-kept");
  private static final CrashPoint SHOWN = CrashPoint.named("deploy.dist-shown");
  private static final CrashPoint RESTORED = CrashPoint.named("deploy.dist-restored");

  private final DistSettings settings;
  private final Path folder;
  private final Path served;

  public Dist(DistSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
    this.served = folder.resolve(settings.to()).toAbsolutePath().normalize();
  }

  private Path beside(String what) {
    Path parent = Objects.requireNonNull(served.getParent());
    return parent.resolve("." + served.getFileName() + ".jigi-" + what);
  }

  private Path next(Release release) {
    return beside("next-" + release.instance());
  }

  /** What was served before the release. */
  private Path before(Release release) {
    return beside("before-" + release.instance());
  }

  /** What was served before the last one that was finalized. */
  public Path previous() {
    return beside("previous");
  }

  private interface Work {
    void go() throws IOException;
  }

  private void work(Work work) throws DeployException {
    try {
      work.go();
    } catch (IOException e) {
      throw new DeployException("dist-not-copied", e.toString(), e);
    }
  }

  /**
   * Copies the release's files beside what is served.
   *
   * @throws DeployException {@code dist-missing}, {@code dist-not-copied}
   */
  public void prepare(Release release) throws DeployException {
    String from = settings.from().replace("{version}", release.version());
    for (var tag : release.shipping().tags().entrySet()) {
      from = from.replace("{" + tag.getKey() + "}", tag.getValue());
    }
    Path source = folder.resolve(from);
    if (!Files.isDirectory(source) || !Files.isDirectory(served)) {
      throw new DeployException(
          "dist-missing", "there is no folder " + (Files.isDirectory(source) ? served : source));
    }
    work(() -> Tree.fresh(source, next(release)));
  }

  /** Serves the release's files; files of before that it lacks stay until {@link #settle}. */
  public void show(Release release) throws DeployException {
    if (!Files.isDirectory(next(release))) {
      return; // adopted: it was never prepared
    }
    work(
        () -> {
          if (!Files.exists(before(release))) {
            Tree.fresh(served, before(release));
          }
          KEPT.pass();
          Tree.into(next(release), served);
          SHOWN.pass();
        });
  }

  /** Serves again what was served before the release, with the times and modes that it had. */
  public void takeBack(Release release) throws DeployException {
    work(
        () -> {
          if (Files.exists(before(release))) {
            Tree.into(before(release), served);
            Tree.without(before(release), served);
            Tree.attributes(before(release), served);
            RESTORED.pass();
            Tree.delete(before(release));
          }
        });
  }

  /** Forgets what lay ready. */
  public void discard(Release release) throws DeployException {
    work(() -> Tree.delete(next(release)));
  }

  /** Nothing but the release's files is served from now on, and those of before are kept. */
  public void settle(Release release) throws DeployException {
    work(
        () -> {
          if (Files.exists(next(release))) {
            Tree.without(next(release), served);
          }
          if (Files.exists(before(release))) {
            Tree.delete(previous());
            Files.move(before(release), previous());
          }
          Tree.delete(next(release));
        });
  }

  /** The order in which files come: what names others comes last. */
  static Comparator<Path> order() {
    return Comparator.comparing((Path path) -> path.toString().endsWith(".html"))
        .thenComparing(Comparator.naturalOrder());
  }
}
