package jigi.detect.probe;

import java.time.Duration;
import jigi.base.kernel.Durations;

/** What a probe does, configured. Called on a virtual thread, never twice at a time. */
public interface Check {
  /**
   * Looks once. It should give up by itself within {@link CheckContext#timeout()}; it is
   * interrupted a little later otherwise. An unexpected exception is a bug of ours and makes the
   * result UNKNOWN.
   */
  Observation observe(CheckContext context) throws InterruptedException;

  /** What to say when it had to be interrupted: by default the target's fault. */
  default Observation interrupted(Duration timeout) {
    return Observation.fail("timed out after " + Durations.format(timeout));
  }
}
