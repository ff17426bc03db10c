package jigi.operate.backup.source;

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

  /** The first file of the log that a restore of a backup needs. */
  String firstLog(Contents backup);

  /** The position after the last byte of a file of the log; null for one that has none. */
  @Nullable Long end(String log, long bytes);

  /** Whether nothing is missing between two files of the log. */
  boolean follows(String before, String after, long bytes);

  /** Whether a point lies behind the end of a backup, as far as positions tell. */
  boolean reaches(Contents backup, Point point);

  /** Where a backup is restored, and the log after it up to a point. */
  Landing recover(Recovery wanted, SourceTools tools) throws BackupException, InterruptedException;

  /**
   * What is to be recovered.
   *
   * @param id names it on disk
   * @param folder where it stays; null for a scratch server that does not
   * @param backup of the manifest
   * @param point null for the instant at which the backup was measured
   */
  record Recovery(
      String id, @Nullable Path folder, Contents backup, @Nullable Point point, Logs logs) {}

  /** The files of the log that are stored. */
  interface Logs {
    /** From the first that is needed, without a gap. */
    List<String> names();

    /** Writes one into a new file, and sees that it is the one that was received. */
    void fetch(String name, Path target) throws BackupException, InterruptedException;
  }
}
