package jigi.base.connect.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A connection to a Unix socket. Channels know no time-outs, so that a thread of its own closes it
 * at the deadline.
 */
public final class UnixSocket implements Line {
  private final SocketChannel channel;
  private final Deadline deadline;
  private final Thread watch;

  private UnixSocket(SocketChannel channel, Deadline deadline) {
    this.channel = channel;
    this.deadline = deadline;
    this.watch = Thread.ofVirtual().name("unix-socket-deadline").start(this::expire);
  }

  /**
   * @throws WireException UNKNOWN when Jigi's account may not, else FAIL
   */
  public static UnixSocket connect(Path path, Deadline deadline) throws WireException {
    String doing = "connecting to " + path;
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      UnixSocket socket = new UnixSocket(channel, deadline);
      try {
        channel.connect(UnixDomainSocketAddress.of(path));
        return socket;
      } catch (IOException e) {
        IOException said = socket.said(e);
        socket.close();
        throw WireException.of(doing, said);
      }
    } catch (IOException e) {
      throw WireException.of(doing, e);
    }
  }

  private void expire() {
    try {
      deadline.await();
      channel.close();
    } catch (InterruptedException e) {
      return; // closed in time
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("a channel that cannot be closed", e);
    }
  }

  /** What the closing of the channel from outside meant. */
  private IOException said(IOException e) {
    if (deadline.passed() && e instanceof ClosedChannelException) {
      return new SocketTimeoutException("timed out");
    }
    return e instanceof ClosedByInterruptException ? new SocketException("closed by interrupt") : e;
  }

  @Override
  public InputStream in() {
    InputStream plain = Channels.newInputStream(channel);
    return new FilledInput() {
      @Override
      int fill(byte[] target, int offset, int length) throws IOException {
        try {
          return plain.read(target, offset, length);
        } catch (IOException e) {
          throw said(e);
        }
      }
    };
  }

  @Override
  public OutputStream out() {
    OutputStream plain = Channels.newOutputStream(channel);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          plain.write(bytes, offset, length);
        } catch (IOException e) {
          throw said(e);
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    channel.close();
  }
}
