package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the logs of attempts whose runs ended long ago; the record of the runs stays. */
final class Retention implements AutoCloseable {
  static final Duration KEPT = Duration.ofDays(90);

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int AT_ONCE = 500;

  private final RunParts parts;
  private final StepRepository steps;
  private @Nullable Timer next;
  private boolean closed;

  Retention(RunParts parts, StepRepository steps) {
    this.parts = parts;
    this.steps = steps;
  }

  synchronized void open() {
    if (!closed) {
      next = parts.timeline().after(EVERY, "attempt retention", this::again);
    }
  }

  private void again() {
    try {
      sweep();
    } catch (RuntimeException e) {
      LOG.error("logs of old attempts could not be deleted; tried again in {}", EVERY, e);
    }
    open();
  }

  /** How many were deleted. */
  int sweep() {
    Instant before = parts.timeline().instant().minus(KEPT);
    List<String> old = parts.store().read(handle -> steps.endedBefore(handle, before, AT_ONCE));
    for (String id : old) {
      parts.exec().local().forget(id);
      parts.store().change(tx -> steps.forgotten(tx.handle(), id));
    }
    return old.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }
}
