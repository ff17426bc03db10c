package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An encryption with its key at hand. */
interface Envelope {
  /**
   * To be closed only when all was written: closing ends the format, and leaves the target open.
   */
  OutputStream seal(OutputStream target) throws IOException;

  /**
   * What was sealed, as far as it was found to be whole.
   *
   * @throws SealException when it is not
   */
  InputStream open(InputStream stored) throws IOException;
}
