package jigi.base.config;

import java.util.List;

/**
 * What one room reads from a manual. Parts are read in the order of their registration and may look
 * at what earlier parts have read.
 */
public interface ManualPart<T> {
  /** The keys of {@code jigi.yaml} that this part owns. */
  List<Field<?>> fields();

  /**
   * Reads this part. Problems go to {@link ManualReading#problems()}; the result may be partial
   * then, but must not be null, so that later parts can report theirs too.
   */
  T read(ManualReading reading);
}
