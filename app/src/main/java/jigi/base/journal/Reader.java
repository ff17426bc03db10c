package jigi.base.journal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;

/**
 * Goes through a node's events on a virtual thread of its own, reading them from the journal, so
 * that one that is slow or fails holds up nobody else and costs no memory.
 */
abstract class Reader {
  /** What a reader works with. */
  record Means(Store store, Timeline timeline, Troubles troubles, String node) {}

  private static final int BATCH = 200;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final long UNKNOWN = -1;

  private final Means means;
  private final Following following;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private long position = UNKNOWN;
  private long end;
  private boolean failing;
  private boolean closed;

  Reader(Means means, Following following) {
    this.means = means;
    this.following = following;
    this.thread = Thread.ofVirtual().name("journal-" + following.name()).unstarted(this::run);
  }

  /** The sequence number after which to go on; called on the reader's thread, again if it fails. */
  abstract long begin();

  /** What comes before the node's own events; called again if it fails. */
  void inherit() {}

  /** Handles one wanted event; an exception has it handled again. */
  abstract void handle(Event event);

  /** Everything up to the sequence number is handled or not wanted. */
  void passed(long seq) {}

  Means means() {
    return means;
  }

  Following following() {
    return following;
  }

  void start() {
    thread.start();
  }

  /** Tells that the journal has grown; costs nothing more when the event is not wanted. */
  void grown(Event event) {
    lock.lock();
    try {
      boolean upToDate = position == end && event.seq() == end + 1;
      end = Math.max(end, event.seq());
      if (upToDate && !following.wants(event)) {
        position = end;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when everything up to the sequence number is handled, or an event keeps failing. */
  void awaitPast(long seq) throws InterruptedException {
    lock.lock();
    try {
      while (position < seq && !failing && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      retried(this::inherit);
      retried(this::beginAndLook);
      while (awaitGrowth()) {
        retried(this::handleBatch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void beginAndLook() {
    long first = begin();
    long last = means.store().read(h -> JournalRepository.lastSeq(h, means.node()));
    lock.lock();
    try {
      position = first;
      end = Math.max(end, last);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitGrowth() throws InterruptedException {
    lock.lock();
    try {
      long before = position;
      while (position == end && !closed) {
        changed.await();
        if (position - before >= BATCH) {
          break; // so that the cursor of a reader that wants nothing moves now and then
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void handleBatch() {
    long from = position();
    List<Event> batch = after(means.node(), from);
    for (Event event : batch) {
      if (isClosed()) {
        return;
      }
      if (following.wants(event)) {
        handle(event);
        recovered();
      }
      moveTo(event.seq());
    }
    passed(position());
  }

  List<Event> after(String node, long seq) {
    return means.store().read(handle -> JournalRepository.after(handle, node, seq, BATCH));
  }

  private void retried(Runnable work) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      long before = position();
      try {
        work.run();
        recovered();
        return;
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        pause = position() > before ? FIRST_PAUSE : pause;
        failed(e);
        means.timeline().sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
  }

  private void failed(Throwable e) {
    means
        .troubles()
        .raise(
            new Troubles.Trouble(
                troubleKey(),
                "journal-follower",
                Map.of(
                    "follower", following.name(),
                    "seq", Long.toString(position() + 1),
                    "error", String.valueOf(e))));
    setFailing(true);
  }

  private void recovered() {
    if (setFailing(false)) {
      means.troubles().clear(troubleKey());
    }
  }

  private String troubleKey() {
    return "journal.follower:" + following.name();
  }

  private boolean setFailing(boolean now) {
    lock.lock();
    try {
      boolean before = failing;
      failing = now;
      changed.signalAll();
      return before;
    } finally {
      lock.unlock();
    }
  }

  private void moveTo(long seq) {
    lock.lock();
    try {
      position = seq;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
