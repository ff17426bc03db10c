package jigi.operate.backup.source;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a plan backs up, as the manual says it. */
public interface Source {
  /** Its kind: {@code postgres}. */
  String kind();

  /** The name of the connection, or what else people know it by. */
  String at();

  /** What is backed up apart from each other: the databases. */
  List<String> items(SourceTools tools) throws BackupException, InterruptedException;

  /** Begins to dump one of them. */
  Dump dump(String item, SourceTools tools) throws BackupException, InterruptedException;

  /**
   * Reads a whole dump as whoever would restore it, without restoring it.
   *
   * @throws BackupException {@code dump-damaged} with the tool's own words
   */
  void check(InputStream bytes, SourceTools tools) throws BackupException, InterruptedException;

  /**
   * An isolated place on this machine, empty.
   *
   * @param id names it on disk, so that one that outlived Jigi is found
   */
  Landing scratch(String id, Contents wanted, SourceTools tools)
      throws BackupException, InterruptedException;

  /**
   * A place beside the original.
   *
   * @param name the item's new name
   * @param over what is there under that name is set aside when the restore has succeeded
   * @throws BackupException {@code target-taken} when something has the name and {@code over} is
   *     false
   */
  Landing beside(String name, boolean over, SourceTools tools)
      throws BackupException, InterruptedException;

  /**
   * What a restore beside the original is called where nobody has said otherwise.
   *
   * @param item what was backed up
   */
  default String suggested(String item) {
    return item + "_restored";
  }

  /** Whether a restore may take the original's place. */
  default boolean replaceable() {
    return true;
  }

  /**
   * What tells one state of the source from another, cheap enough to be asked every few seconds.
   *
   * @return null for a source that is not watched
   */
  default @Nullable String state() throws BackupException {
    return null;
  }

  /** Removes what earlier drills and restores left behind when Jigi was killed. */
  void sweep(SourceTools tools) throws InterruptedException;
}
