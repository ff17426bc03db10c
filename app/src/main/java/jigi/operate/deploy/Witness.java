package jigi.operate.deploy;

import java.net.URI;
import java.time.Duration;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/** Asks through the gateway all the time, and counts what failed. */
final class Witness implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Asking asking;
  private final Timeline timeline;
  private final @Nullable Thread thread;
  private long requests;
  private long failed;
  private long failures;
  private int inRow;
  private int judged;
  private int judgement;
  private @Nullable String firstFault;
  private volatile boolean closed;
  private volatile boolean counting;

  /**
   * @param through null asks nothing
   * @param counting see {@link #counting}
   */
  Witness(@Nullable URI through, Asking asking, Timeline timeline, boolean counting) {
    this.counting = counting;
    this.asking = asking;
    this.timeline = timeline;
    this.thread =
        through == null
            ? null
            : Thread.ofVirtual().name("deploy-witness").start(() -> watch(through));
  }

  private void watch(URI through) {
    try {
      while (!closed) {
        int asked = judgement();
        boolean counts = counting;
        String fault = asking.fault(through);
        if (!closed && counts && counting) {
          count(fault, asked);
        }
        timeline.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      return; // closed
    }
  }

  private synchronized void count(@Nullable String fault, int asked) {
    requests++;
    judged += asked == judgement ? 1 : 0;
    if (fault == null) {
      inRow = 0;
      return;
    }
    failed++;
    failures++;
    // One that was asked before belongs to whoever was live then.
    inRow += asked == judgement ? 1 : 0;
    firstFault = firstFault == null ? fault : firstFault;
  }

  /**
   * Before anything was ever live no request can fail.
   *
   * @param yes whether what is asked counts from now on
   */
  void counting(boolean yes) {
    counting = yes;
  }

  /** What was counted since this was asked last. */
  synchronized Deployed.Traffic take() {
    Deployed.Traffic taken = new Deployed.Traffic(requests, failed);
    requests = 0;
    failed = 0;
    return taken;
  }

  private synchronized int judgement() {
    return judgement;
  }

  /** Another one is live: what failed before does not speak against it. */
  synchronized void judgeAnew() {
    judgement++;
    inRow = 0;
    judged = 0;
  }

  /**
   * Whether so many were asked of the one that is live now; of what does not count none need be.
   */
  synchronized boolean hasHeard(int times) {
    return thread == null || !counting || judged >= times;
  }

  /**
   * How many speak against what is live now. One instance of several gets only some of the
   * requests: its failures never come in a row.
   *
   * @param before what {@link #failures} said when it went live
   */
  synchronized long failedBy(Slot slot, long before) {
    return switch (slot) {
      case Colour _ -> inRow;
      case Instance _ -> failures - before;
    };
  }

  /** How many failed since it began. */
  synchronized long failures() {
    return failures;
  }

  /** The first failure; empty when there was none. */
  synchronized String firstFault() {
    return firstFault == null ? "" : firstFault;
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
