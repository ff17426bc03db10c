package jigi.operate.backup.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source whose log of changes is kept between its backups, so that it is restored to any point
 * since the oldest of them.
 */
public interface Continuous extends Source {
  /** How its log is received into a folder of this machine. */
  LogReceiver receiver(Path spool, SourceTools tools);

  /** At most so much time lies between two files of the log. */
  Duration every();

  /** So many bytes may wait at the source before somebody is warned. */
  long lagWarning();

  /** Whether a file of the log is the first that a restore of a backup needs. */
  boolean begins(Contents backup, String log);

  /** The position after the last byte of a file of the log; null for one that has none. */
  @Nullable Long end(String log, long bytes);

  /** Whether nothing is missing between two files of the log. */
  boolean follows(String before, String after, long bytes);

  /**
   * Whether a point lies behind the end of a backup, as far as positions tell.
   *
   * @throws jigi.base.kernel.UserError {@code bad-point} for one that such a source does not know
   */
  boolean reaches(Contents backup, Point point);

  /**
   * Where the log was when a backup was measured: an older one and the log up to there give the
   * same. Null where a backup alone is restored with its log.
   */
  default @Nullable Point measured(Contents backup) {
    return null;
  }

  /** Whether it is restored under a name beside the original, too, and not into a folder only. */
  default boolean restoresByName() {
    return false;
  }

  /** Whether what has that name would be replaced. */
  default boolean replaces(String target) {
    return false;
  }

  @Override
  default String suggested(String item) {
    return "/var/tmp/" + at() + "-restored";
  }

  /** Its folder is somebody else's to replace. */
  @Override
  default boolean replaceable() {
    return false;
  }

  /** Never asked for: it is recovered with its log. */
  @Override
  default Landing scratch(String id, Contents wanted, SourceTools tools) {
    throw new IllegalStateException(kind() + " is recovered with its log");
  }

  /** Never asked for: it is recovered with its log. */
  @Override
  default Landing beside(String name, boolean over, SourceTools tools) {
    throw new IllegalStateException(kind() + " is recovered with its log");
  }

  /** Where a backup is restored, and the log after it up to a point. */
  Landing recover(Recovery wanted, SourceTools tools) throws BackupException, InterruptedException;

  /**
   * What is to be recovered.
   *
   * @param id names it on disk
   * @param target where it stays: an absolute folder, or a name; null for a scratch server that
   *     does not
   * @param over whether what has the name is set aside
   * @param backup of the manifest
   * @param point null for the instant at which the backup was measured
   */
  record Recovery(
      String id,
      @Nullable String target,
      boolean over,
      Contents backup,
      @Nullable Point point,
      Logs logs) {
    /** Null for what is not restored into one. */
    public @Nullable Path folder() {
      return target == null || !target.startsWith("/") ? null : Path.of(target);
    }

    /**
     * The folder that gets the wanted name in the end; null where none is wanted.
     *
     * @throws BackupException {@code target-taken} when something has the name
     */
    public @Nullable Path growing() throws BackupException {
      Path folder = folder();
      if (folder == null) {
        return null;
      }
      if (Files.exists(folder)) {
        throw new BackupException("target-taken", "there is something already (" + folder + ")");
      }
      return folder.resolveSibling("." + folder.getFileName() + ".restoring");
    }

    /**
     * As {@link #growing}, for a server that has its sockets in there.
     *
     * @throws BackupException {@code bad-target} when its name is too long for one
     */
    public @Nullable Path growingServer() throws BackupException {
      Path growing = growing();
      if (growing != null && ScratchFolder.isTooLong(growing)) {
        throw new BackupException(
            "bad-target",
            "the folder's name is too long for the socket of a server (" + folder() + ")");
      }
      return growing;
    }

    /** What people know the place by: {@code scratch at time:2026-01-02T03:04:05Z}. */
    public String where() {
      Path folder = folder();
      String place = folder == null ? "scratch" : folder.toString();
      return point == null ? place : place + " at " + point.text();
    }
  }

  /** The files of the log that are stored. */
  interface Logs {
    /** From the first that is needed, without a gap. */
    List<String> names();

    /** Whether more is stored than these, behind a gap. */
    boolean gapFollows();

    /** Writes one into a new file, and sees that it is the one that was received. */
    void fetch(String name, Path target) throws BackupException, InterruptedException;
  }
}
