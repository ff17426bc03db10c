package jigi.metrics.storage;

import java.util.function.Consumer;
import jigi.metrics.model.Labels;

/** One batch on its way into the storage. */
final class BatchAppender implements Appender {
  private final Ingest ingest;
  private final Consumer<SampleBatch> commit;
  private final SampleBatch batch = new SampleBatch();

  /** When the batch began: reading the clock for each sample would cost more than storing it. */
  private long now;

  BatchAppender(Ingest ingest, Consumer<SampleBatch> commit) {
    this.ingest = ingest;
    this.commit = commit;
  }

  @Override
  public Outcome append(Labels labels, long timestampMs, double value) {
    if (batch.size() == 0) {
      now = ingest.now();
    }
    MemSeries series = ingest.resolve(labels, now);
    if (series == null) {
      ingest.count(Outcome.SERIES_LIMIT);
      return Outcome.SERIES_LIMIT;
    }
    Outcome outcome = ingest.foresee(series, timestampMs, value, now);
    if (outcome == Outcome.ACCEPTED) {
      batch.add(series, timestampMs, value);
    } else {
      ingest.count(outcome);
    }
    return outcome;
  }

  @Override
  public void commit() {
    try {
      commit.accept(batch);
    } finally {
      batch.clear();
    }
  }

  @Override
  public void rollback() {
    batch.clear();
  }
}
