package jigi.base.exec;

import java.time.Duration;

/** The attempts of one target. Every call may wait on the target; call from a virtual thread. */
public interface Attempts {
  /**
   * Starts the attempt unless it has been started before; returns without waiting for its end.
   *
   * @param token fencing token of the driver; a lower one than seen before starts nothing
   * @throws jigi.base.kernel.UserError when the target cannot start anything at all
   */
  void start(AttemptSpec spec, long token) throws InterruptedException;

  AttemptState inspect(String id) throws InterruptedException;

  /** Waits until the attempt is no longer running. */
  AttemptState await(String id) throws InterruptedException;

  /**
   * Ends the attempt's processes: TERM, the grace, KILL; an attempt that has not begun never will.
   *
   * @return what is found afterwards; a {@link AttemptState.Vanished} with nothing alive is proof
   */
  AttemptState kill(String id, Duration grace, Exit.Why why) throws InterruptedException;

  /** Sees to it that an attempt that has not begun never will. */
  AttemptState prevent(String id, long token) throws InterruptedException;

  /** The attempt's masked output. */
  AttemptLog log(String id);

  /** Deletes the directory of an attempt that has ended. */
  void forget(String id);
}
