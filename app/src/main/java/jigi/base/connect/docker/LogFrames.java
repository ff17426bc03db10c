package jigi.base.connect.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of output in a daemon's stream: of each a byte for stdout or stderr, three of zero,
 * four of length, and the bytes (Engine API, "Attach to a container"). What has a terminal comes
 * plain.
 */
public final class LogFrames {
  private static final int HEAD = 8;
  private static final int LARGEST = 64 * 1024 * 1024;

  private final InputStream in;

  public LogFrames(InputStream in) {
    this.in = in;
  }

  /**
   * A piece of output.
   *
   * @param stream 1 for stdout, 2 for stderr
   */
  public record Frame(int stream, byte[] bytes) {}

  /** The next one; null at the end. */
  public @Nullable Frame next() throws IOException {
    byte[] head = in.readNBytes(HEAD);
    if (head.length == 0) {
      return null;
    }
    long length =
        head.length < HEAD
            ? -1
            : (head[4] & 0xffL) << 24
                | (head[5] & 0xff) << 16
                | (head[6] & 0xff) << 8
                | head[7] & 0xff;
    if (length < 0 || length > LARGEST || head[0] > 2) {
      throw new IOException("this is no output of a container");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the daemon closed the connection within a line");
    }
    return new Frame(head[0], bytes);
  }
}
