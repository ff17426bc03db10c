package jigi.base.connect.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import jigi.base.kernel.RealTime;

/** A limit in real time: input and output never follow a rehearsal's clock. */
public final class Deadline {
  private final long endNanos;

  private Deadline(long endNanos) {
    this.endNanos = endNanos;
  }

  public static Deadline in(Duration duration) {
    return new Deadline(RealTime.nanos() + duration.toNanos());
  }

  /** What is left, at least 1 ms, for a socket's own time-out. */
  public int remainingMillis() throws SocketTimeoutException {
    long rest = (endNanos - RealTime.nanos()) / 1_000_000;
    if (rest <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    return (int) Math.min(rest, Integer.MAX_VALUE);
  }

  public boolean passed() {
    return RealTime.nanos() - endNanos >= 0;
  }

  /** Waits until it has passed. */
  public void await() throws InterruptedException {
    while (!passed()) {
      LockSupport.parkNanos(endNanos - RealTime.nanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
