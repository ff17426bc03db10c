package jigi.metrics.model;

/**
 * Walks one series' samples in order of time. Not thread-safe. Staleness markers are delivered like
 * any other value.
 */
public interface SampleIterator {
  /** Moves to the next sample; false at the end. */
  boolean next();

  /**
   * Moves to the first sample at or after {@code timestampMs}; never backwards, and stays where it
   * is when the current sample already qualifies. False when there is none.
   */
  boolean seek(long timestampMs);

  /** Milliseconds since the Unix epoch of the current sample. */
  long timestampMs();

  double value();
}
