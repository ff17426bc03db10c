package jigi.metrics.storage;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The storage's one thread. It sleeps until there is something to sync, something urgent, or a
 * minute has passed: an idle storage wakes once a minute.
 */
final class Background implements Closeable {
  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Work that may fail; the reason is reported. */
  interface Work {
    void run() throws Exception;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition signal = lock.newCondition();
  private final Work sync;
  private final Work maintain;
  private final StorageListener listener;
  private final long syncNanos;
  private final Thread thread;
  private boolean dirty;
  private boolean urgent;
  private boolean closed;
  private long syncAt;
  private long turnAt;
  private long notBefore;

  Background(Duration syncInterval, Work sync, Work maintain, StorageListener listener) {
    this.syncNanos = syncInterval.toNanos();
    this.sync = sync;
    this.maintain = maintain;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("metric-storage").unstarted(this::loop);
  }

  void start() {
    notBefore = System.nanoTime();
    turnAt = notBefore + TURN_NANOS;
    thread.start();
  }

  /** Something was committed: its sync is due within the interval. */
  void committed(boolean nowUrgent) {
    lock.lock();
    try {
      if (!dirty || (nowUrgent && !urgent)) {
        if (!dirty) {
          dirty = true;
          syncAt = System.nanoTime() + syncNanos;
        }
        urgent |= nowUrgent;
        signal.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    while (await()) {
      boolean syncDue;
      boolean turnDue;
      lock.lock();
      try {
        long now = System.nanoTime();
        syncDue = dirty && syncAt - now <= 0;
        turnDue = (urgent && notBefore - now <= 0) || turnAt - now <= 0;
        dirty &= !syncDue;
        urgent &= !turnDue; // what becomes urgent during the turn deserves one of its own
      } finally {
        lock.unlock();
      }
      if (syncDue && !attempt("sync", sync)) {
        lock.lock();
        try {
          dirty = true;
          syncAt = System.nanoTime() + RETRY_NANOS;
        } finally {
          lock.unlock();
        }
      }
      if (turnDue) {
        boolean done = attempt("maintenance", maintain);
        lock.lock();
        try {
          long now = System.nanoTime();
          turnAt = now + (done ? TURN_NANOS : RETRY_NANOS);
          // Otherwise every commit on a full disk would start another attempt.
          notBefore = done ? now : turnAt;
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** False when closed. */
  private boolean await() {
    lock.lock();
    try {
      while (!closed) {
        long now = System.nanoTime();
        long wait = turnAt - now;
        if (dirty) {
          wait = Math.min(wait, syncAt - now);
        }
        if (urgent) {
          wait = Math.min(wait, notBefore - now);
        }
        if (wait <= 0) {
          return true;
        }
        signal.awaitNanos(wait);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean attempt(String name, Work work) {
    try {
      work.run();
      return true;
    } catch (Exception e) {
      listener.on(new StorageEvent.BackgroundFailed(name, e));
      return false;
    }
  }

  /** Waits for the work in progress. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      signal.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
