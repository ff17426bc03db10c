package jigi.metrics.storage;

import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** One batch of samples. Nothing is visible to readers before {@link #commit()}. */
public interface Appender {
  /** What became of one sample. */
  enum Outcome {
    ACCEPTED,
    /** Same timestamp and same value as what is stored: ignored. */
    DUPLICATE,
    /** Same timestamp, another value: refused. */
    CONFLICT,
    /** Older than the out-of-order window: refused. */
    TOO_OLD,
    /** The limit on the number of series is reached and this would be a new one: refused. */
    SERIES_LIMIT
  }

  /**
   * Adds a sample; {@link jigi.metrics.model.StaleMarker#VALUE} ends the series. The outcome may
   * already be known here; what is only found at commit is reported there.
   *
   * @param timestampMs milliseconds since the Unix epoch
   */
  Outcome append(Labels labels, long timestampMs, double value);

  /**
   * The series with these labels, for callers that append to it again and again: a reference spares
   * looking the labels up each time. It may be kept for ever and used with any appender of the same
   * storage. Null when the series is new and there are too many.
   */
  default @Nullable SeriesRef reference(Labels labels) {
    return () -> labels;
  }

  /** As with labels. */
  default Outcome append(SeriesRef series, long timestampMs, double value) {
    return append(series.labels(), timestampMs, value);
  }

  /**
   * Makes the batch visible and hands it to the log.
   *
   * @throws java.io.UncheckedIOException if the log cannot be written (the batch is then dropped)
   */
  void commit();

  void rollback();
}
