package jigi.base.exec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param code the exit status, null when a signal ended it or it never ran
 * @param signal the signal's number, null when it exited
 * @param at by the target's clock; null when it never ran
 * @param bytes of masked output, what was capped included
 * @param note why it was refused; empty otherwise
 */
public record Exit(
    @Nullable Integer code,
    @Nullable Integer signal,
    Why why,
    @Nullable Instant at,
    long bytes,
    String note) {
  /** What brought the end about. */
  public enum Why {
    /** It ended by itself, or something other than Jigi killed it. */
    END,
    TIMEOUT,
    CANCEL,
    /** It was prevented from starting. */
    VOID,
    /** The shim refused to start it. */
    REFUSED
  }

  public boolean ok() {
    return why == Why.END && code != null && code == 0;
  }

  /** Proven to have had no effect: it never ran. */
  public boolean unstarted() {
    return why == Why.VOID || why == Why.REFUSED;
  }
}
