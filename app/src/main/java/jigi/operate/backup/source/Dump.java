package jigi.operate.backup.source;

import java.io.InputStream;
import java.time.Instant;

/**
 * A dump that is being made: its bytes are read on one thread while {@link #contents} measures on
 * another. Closing one that has not ended kills it.
 */
public interface Dump extends AutoCloseable {
  /** The bytes, uncompressed; their end says nothing before {@link #finish}. */
  InputStream bytes();

  /** The instant that is restored. */
  Instant taken();

  /** Measures the same instant that is dumped. */
  Contents contents() throws BackupException, InterruptedException;

  /**
   * Called once the last byte was read.
   *
   * @throws BackupException {@code dump-failed} when whoever dumped did not end well
   */
  void finish() throws BackupException, InterruptedException;

  /** Called from the thread that reads, when it reads no more: nobody must wait for the end. */
  default void abort() {}

  @Override
  void close();
}
