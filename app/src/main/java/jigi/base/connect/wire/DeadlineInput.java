package jigi.base.connect.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.Supplier;

/** Reads from a socket, never beyond the deadline, however slowly the bytes drip. */
public final class DeadlineInput extends FilledInput {
  private final Socket socket;
  private final InputStream in;
  private final Supplier<Deadline> deadline;

  public DeadlineInput(Socket socket, Deadline deadline) throws IOException {
    this(socket, () -> deadline);
  }

  /**
   * @param deadline asked before each read
   */
  public DeadlineInput(Socket socket, Supplier<Deadline> deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  @Override
  int fill(byte[] target, int offset, int length) throws IOException {
    socket.setSoTimeout(deadline.get().remainingMillis());
    return in.read(target, offset, length);
  }
}
