package jigi.operate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A way to a server on this machine, on which only so many bytes pass until it is opened again. */
final class Bottleneck implements AutoCloseable {
  private final ServerSocket listening;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong waiting = new AtomicLong();
  private long left = Long.MAX_VALUE;

  Bottleneck(int server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on no more than these pass to the server. */
  void only(long bytes) {
    set(bytes);
  }

  void open() {
    set(Long.MAX_VALUE);
  }

  private void set(long bytes) {
    lock.lock();
    try {
      left = bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many connections have bytes that may not pass. */
  long waiting() {
    return waiting.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(client);
        sockets.add(to);
        Thread.startVirtualThread(() -> pump(client, to, true));
        Thread.startVirtualThread(() -> pump(to, client, false));
      } catch (IOException e) {
        return; // it was closed
      }
    }
  }

  private void pump(Socket from, Socket to, boolean counted) {
    byte[] buffer = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (counted) {
          pass(n);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      return; // one of both has ended
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void pass(int bytes) throws InterruptedException {
    lock.lockInterruptibly();
    waiting.incrementAndGet();
    try {
      while (left < bytes) {
        changed.await();
      }
      left -= left == Long.MAX_VALUE ? 0 : bytes;
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
      open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
