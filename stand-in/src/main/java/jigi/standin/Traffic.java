package jigi.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Customers: asks the service's own paths in turn, over real connections, at a steady rate. */
final class Traffic implements Runnable {
  private static final int MILLIS_AT_MOST = 5000;
  private static final int OPEN_AT_MOST = 50;
  private static final int CUSTOMERS = 40;
  private static final double NANOS = 1e9;

  private final URI root;
  private final List<String> paths;
  private final long pause;
  private final Semaphore room = new Semaphore(OPEN_AT_MOST);

  Traffic(URI root, List<String> paths, double perSecond) {
    this.root = root;
    this.paths = paths;
    this.pause = Math.round(NANOS / perSecond);
  }

  void start() {
    Thread.ofPlatform().daemon().name("traffic").start(this);
  }

  @Override
  public void run() {
    long next = System.nanoTime();
    for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
      ask(paths.get(i % paths.size()), "203.0.113." + (1 + i % CUSTOMERS));
      next += pause;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  /** A service that no longer answers must not collect callers without end. */
  private void ask(String path, String client) {
    if (room.tryAcquire()) {
      Thread.startVirtualThread(
          () -> {
            try {
              request(path, client);
            } catch (IOException e) {
              // What a customer sees of a broken service is the service's affair.
            } finally {
              room.release();
            }
          });
    }
  }

  private void request(String path, String client) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) root.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(MILLIS_AT_MOST);
    connection.setReadTimeout(MILLIS_AT_MOST);
    connection.setRequestProperty("X-Forwarded-For", client);
    InputStream body =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : connection.getErrorStream();
    if (body != null) {
      try (body) {
        body.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
