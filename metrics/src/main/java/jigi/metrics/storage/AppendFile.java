package jigi.metrics.storage;

import java.io.Closeable;
import java.io.IOException;

/** A file written from its start to its end. Interrupting a writing thread must not close it. */
interface AppendFile extends Closeable {
  void write(byte[] bytes, int from, int count) throws IOException;

  /** Makes everything written so far survive a loss of power. */
  void sync() throws IOException;

  /** Cuts the file; the next write continues there. */
  void truncate(long length) throws IOException;
}
