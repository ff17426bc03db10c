package jigi.detect.probe.container;

import java.time.Duration;
import jigi.base.connect.wire.Deadline;
import org.jspecify.annotations.Nullable;

/** Looks when it is wanted, at most once a second: a crash loop wants it all the time. */
final class Looker implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Look look;
  private boolean wanted;
  private boolean closed;
  private @Nullable Thread thread;

  /** One execution. */
  @FunctionalInterface
  interface Look {
    void look() throws InterruptedException;
  }

  Looker(Look look) {
    this.look = look;
  }

  synchronized void wanted() {
    wanted = true;
    if (thread == null && !closed) {
      thread = Thread.ofVirtual().name("container-event").start(this::run);
    }
  }

  private synchronized boolean take() {
    boolean go = wanted && !closed;
    wanted = false;
    if (!go) {
      thread = null;
    }
    return go;
  }

  private void run() {
    try {
      while (take()) {
        look.look();
        Deadline.in(BETWEEN).await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: nobody waits for more
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
