package jigi.operate.backup.source;

import java.io.InputStream;
import java.util.List;

/**
 * Where a backup is restored to. Closing it removes what must not stay: a scratch server, or what a
 * restore that was cut off has made.
 */
public interface Landing extends AutoCloseable {
  /** What people know it by: {@code scratch}, {@code shop_copy on db}. */
  String where();

  /**
   * Restores, and stops at the first error.
   *
   * @param wanted of the backup's manifest
   * @throws BackupException {@code restore-failed}, {@code role-missing} and the like
   */
  void restore(Contents wanted, InputStream bytes) throws BackupException, InterruptedException;

  /**
   * Takes what another backup holds of it; called after {@link #restore}, once for each that the
   * manifest names.
   *
   * @param backup its id
   * @throws BackupException as {@link #restore}
   */
  default void add(String backup, InputStream bytes) throws BackupException, InterruptedException {
    throw new IllegalStateException("nothing builds upon another backup here: " + backup);
  }

  /** Brings it up, once every byte was found to be the right one. */
  default void complete() throws BackupException, InterruptedException {}

  /** Whether it is the instant at which the backup was measured, so that both can be compared. */
  default boolean isMeasuredInstant() {
    return true;
  }

  /** Measures what is there now, in the way of the manifest. */
  Contents contents(Contents wanted) throws BackupException, InterruptedException;

  /**
   * What the source's own tool sees where rows alone do not tell; asked of rehearsals, after the
   * comparison.
   *
   * @return a sentence each, empty where there is no such tool
   * @throws BackupException {@code structure-damaged}
   */
  default List<String> inspect() throws BackupException, InterruptedException {
    return List.of();
  }

  /**
   * Asks it something.
   *
   * @return the first value of the first row as text; empty for no row and for NULL
   */
  String ask(String question) throws BackupException, InterruptedException;

  /** What a person has to do besides, in English; empty for nothing. */
  default List<String> notes() {
    return List.of();
  }

  /** Gives what was restored its final name; what is not kept is removed by {@link #close}. */
  void keep() throws BackupException, InterruptedException;

  @Override
  void close();
}
