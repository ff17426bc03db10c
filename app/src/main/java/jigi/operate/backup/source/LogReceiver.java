package jigi.operate.backup.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whoever receives a log goes on while Jigi is dead, and is found again. */
public interface LogReceiver {
  /** 2020: a life and a number fit into one position until 2088. */
  long LIVES_SINCE = 1_577_836_800;

  /**
   * Where the source is.
   *
   * @param position the end of its log now
   * @param quiet equal texts mean that nothing was committed in between; empty when something is
   *     under way
   * @param lag bytes that the source keeps for the receiver
   * @param lost why the source has let go of what was not received; null when it has not
   */
  record Tail(long position, String quiet, long lag, @Nullable String lost) {}

  /**
   * Sees that it goes on, and begins it when it does not.
   *
   * @param stored the newest file that is stored; null for none
   * @throws BackupException {@code log-lost} when the source has let go of what was not received;
   *     else what is wrong
   */
  void ensure(@Nullable String stored) throws BackupException, InterruptedException;

  Tail tail() throws BackupException, InterruptedException;

  /** Has the source end the file that it writes, so that what was committed can be stored. */
  void cut() throws BackupException, InterruptedException;

  /** The files that are whole, oldest first. */
  List<String> whole();

  Path file(String name);

  /** A file that is stored; the newest one stays, so that the receiver knows where it was. */
  default void shipped(String name) {
    for (String each : whole()) {
      if (each.compareTo(name) < 0) {
        remove(file(each));
      }
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove what is stored: " + file, e);
    }
  }

  /** The names in a folder that are those of a log, sorted; none where there is no folder. */
  static List<String> names(Path folder, Predicate<String> isLog) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).filter(isLog).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /**
   * A position that grows over all lives of a log whose files are numbered: a source that begins
   * its log anew counts from 1 again.
   *
   * @param life when receiving began after which nothing was lost, seconds since 1970
   * @param written whether something was written into the file; its end else
   */
  static long position(long life, long number, boolean written) {
    return (life - LIVES_SINCE << 32) + number * 2 + (written ? 1 : 0);
  }

  /** Begins anew at the source's present, when it has lost what was not received. */
  void reset() throws BackupException, InterruptedException;

  /** Jigi ends; who receives without it goes on. */
  default void rest() throws InterruptedException {}

  /** Ends it; what the source keeps for it is kept on. */
  void stop() throws InterruptedException;
}
