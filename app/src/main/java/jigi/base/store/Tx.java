package jigi.base.store;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A transaction that is under way; valid only within the call that hands it out. */
public final class Tx {
  private final Handle handle;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(Handle handle) {
    this.handle = handle;
  }

  /** For repositories. */
  public Handle handle() {
    return handle;
  }

  /**
   * Runs once the transaction is on disk, in order of commits, before the writer's call returns;
   * never when it is rolled back. The task must be quick and must not wait: it runs on the
   * database's own thread.
   */
  public void afterCommit(Runnable task) {
    afterCommit.add(task);
  }

  void committed() {
    for (Runnable task : afterCommit) {
      try {
        task.run();
      } catch (RuntimeException e) {
        // The change is on disk and the other tasks are due: the bug must not look like a failure.
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }
}
