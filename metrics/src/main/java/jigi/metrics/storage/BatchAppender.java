package jigi.metrics.storage;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** One batch on its way into the storage. */
final class BatchAppender implements Appender {
  private final Ingest ingest;
  private final Consumer<SampleBatch> commit;
  private final AtomicReference<@Nullable SampleBatch> spare;
  private @Nullable SampleBatch batch;

  /** When the batch began: reading the clock for each sample would cost more than storing it. */
  private long now;

  /**
   * @param spare where batches of former appenders wait to be used again
   */
  BatchAppender(
      Ingest ingest, Consumer<SampleBatch> commit, AtomicReference<@Nullable SampleBatch> spare) {
    this.ingest = ingest;
    this.commit = commit;
    this.spare = spare;
  }

  @Override
  public Outcome append(Labels labels, long timestampMs, double value) {
    SampleBatch filling = filling();
    return append(filling, ingest.resolve(labels, now), timestampMs, value);
  }

  @Override
  public @Nullable SeriesRef reference(Labels labels) {
    filling();
    MemSeries series = ingest.resolve(labels, now);
    if (series == null) {
      ingest.count(Outcome.SERIES_LIMIT);
    }
    return series;
  }

  @Override
  public Outcome append(SeriesRef ref, long timestampMs, double value) {
    SampleBatch filling = filling();
    MemSeries series =
        ref instanceof MemSeries known && !known.dropped
            ? known
            : ingest.resolve(ref.labels(), now);
    return append(filling, series, timestampMs, value);
  }

  private SampleBatch filling() {
    SampleBatch filling = batch;
    if (filling == null) {
      SampleBatch used = spare.getAndSet(null);
      filling = used == null ? new SampleBatch() : used;
      batch = filling;
      now = ingest.now();
    }
    return filling;
  }

  private Outcome append(
      SampleBatch filling, @Nullable MemSeries series, long timestampMs, double value) {
    if (series == null) {
      ingest.count(Outcome.SERIES_LIMIT);
      return Outcome.SERIES_LIMIT;
    }
    Outcome outcome = ingest.foresee(series, timestampMs, value, now);
    if (outcome == Outcome.ACCEPTED) {
      filling.add(series, timestampMs, value);
    } else {
      ingest.count(outcome);
    }
    return outcome;
  }

  @Override
  public void commit() {
    SampleBatch filled = batch;
    try {
      if (filled != null) {
        commit.accept(filled);
      }
    } finally {
      rollback();
    }
  }

  @Override
  public void rollback() {
    SampleBatch filled = batch;
    batch = null;
    if (filled != null) {
      filled.clear();
      if (filled.capacity() <= SampleBatch.WORTH_KEEPING) {
        spare.set(filled);
      }
    }
  }
}
