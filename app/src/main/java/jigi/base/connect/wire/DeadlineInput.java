package jigi.base.connect.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Reads from a socket, never beyond the deadline, however slowly the bytes drip. */
public final class DeadlineInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private final Deadline deadline;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int filled;

  public DeadlineInput(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, filled - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (position < filled) {
      return true;
    }
    socket.setSoTimeout(deadline.remainingMillis());
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    filled = Math.max(count, 0);
    return count > 0;
  }
}
