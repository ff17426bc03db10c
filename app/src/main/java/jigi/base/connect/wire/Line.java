package jigi.base.connect.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** An open way to a server: bytes there and back, none read after the deadline. */
public interface Line extends Closeable {
  InputStream in();

  OutputStream out();

  /** Of a socket that is connected; closing the line closes it. */
  static Line of(Socket socket, Deadline deadline) throws IOException {
    InputStream in = new DeadlineInput(socket, deadline);
    OutputStream out = socket.getOutputStream();
    return new Line() {
      @Override
      public InputStream in() {
        return in;
      }

      @Override
      public OutputStream out() {
        return out;
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }
}
