package jigi.base.connect.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Reads from a socket, never beyond the deadline, however slowly the bytes drip. */
public final class DeadlineInput extends FilledInput {
  private final Socket socket;
  private final InputStream in;
  private final Deadline deadline;

  public DeadlineInput(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  @Override
  int fill(byte[] target, int offset, int length) throws IOException {
    socket.setSoTimeout(deadline.remainingMillis());
    return in.read(target, offset, length);
  }
}
