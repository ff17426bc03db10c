package jigi.base.exec;

import java.io.InputStream;
import java.time.Duration;

/**
 * A command that runs somewhere, and whose output is a stream of any length. Closing it kills what
 * still runs.
 */
public interface Streamed extends AutoCloseable {
  /** What it writes. */
  InputStream out();

  /**
   * Waits for its end, which it comes to once its output was read.
   *
   * @param timeout on the real clock; it and its descendants are killed then
   * @return stdout is empty: that was read as a stream
   */
  Captured await(Duration timeout) throws InterruptedException;

  @Override
  void close();
}
