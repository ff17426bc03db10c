package jigi.detect.probe;

/**
 * Hears of every result. Called on the probe's own virtual thread, listeners in the order of their
 * registration, one result of a probe at a time.
 */
public interface ProbeListener {
  void onResult(ProbeResult result);

  /** After all listeners have had the result, when it differs in status from the one before. */
  default void onChange(ProbeChange change) {}

  /** The probe is gone from the manual. */
  default void onRemoved(Probe probe) {}
}
