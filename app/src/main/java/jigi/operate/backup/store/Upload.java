package jigi.operate.backup.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A file on its way into a store. Closing one that was not committed leaves nothing under its name;
 * what is kept for {@link Store#resume} is removed by {@link Store#sweep}.
 */
public interface Upload extends Closeable {
  /** Takes the bytes. Closing it does not commit. A failure to write is a StoreException. */
  OutputStream out();

  /** How many of the bytes written were there already and not sent again. */
  long reused();

  /**
   * Makes the file durable and then visible under its name. Called once, after the last byte.
   *
   * @return size and time as the place says them
   */
  Stored commit() throws IOException, InterruptedException;
}
