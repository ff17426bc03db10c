package jigi.metrics.storage;

import java.util.function.Consumer;
import jigi.metrics.model.Labels;

/** One batch on its way into the storage. */
final class BatchAppender implements Appender {
  private final Ingest ingest;
  private final Consumer<SampleBatch> commit;
  private final SampleBatch batch = new SampleBatch();

  BatchAppender(Ingest ingest, Consumer<SampleBatch> commit) {
    this.ingest = ingest;
    this.commit = commit;
  }

  @Override
  public Outcome append(Labels labels, long timestampMs, double value) {
    MemSeries series = ingest.resolve(labels);
    if (series == null) {
      ingest.count(Outcome.SERIES_LIMIT);
      return Outcome.SERIES_LIMIT;
    }
    Outcome outcome = ingest.foresee(series, timestampMs, value);
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
