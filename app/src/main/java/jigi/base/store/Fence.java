package jigi.base.store;

import org.jdbi.v3.core.Handle;

/** Asked at the beginning of each transaction that writes. */
interface Fence extends AutoCloseable {
  /** For a database that no other process uses. */
  Fence NONE = handle -> {};

  /**
   * Holds the right to write until the transaction ends.
   *
   * @throws LeadLostException when another process has it
   */
  void pass(Handle handle);

  /** After the last write, while the database is still open. */
  @Override
  default void close() {}
}
