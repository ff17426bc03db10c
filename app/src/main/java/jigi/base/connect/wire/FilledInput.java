package jigi.base.connect.wire;

import java.io.IOException;
import java.io.InputStream;

/** Reads from a buffer that is filled when it is empty. */
abstract class FilledInput extends InputStream {
  private final byte[] buffer = new byte[8192];
  private int position;
  private int filled;

  /** Waits for some bytes; gives their number, 0 or less at the end. */
  abstract int fill(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    return ready() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    // A long body need not go through the buffer.
    if (position == filled && length >= buffer.length) {
      int count = fill(target, offset, length);
      return count > 0 ? count : -1;
    }
    if (!ready()) {
      return -1;
    }
    int count = Math.min(length, filled - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean ready() throws IOException {
    if (position < filled) {
      return true;
    }
    filled = Math.max(fill(buffer, 0, buffer.length), 0);
    position = 0;
    return filled > 0;
  }
}
