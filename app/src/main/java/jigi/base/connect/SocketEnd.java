package jigi.base.connect;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A Unix socket to connect to: the target's own, or the near end of a way through a host. */
public record SocketEnd(Path path, Closeable way) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    way.close();
  }
}
