package jigi.metrics.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * The way of a sample into the storage: judged, logged, made visible. One batch commits at a time;
 * the fsync behind it is shared by all that committed before it.
 */
final class Ingest {
  private static final long MINUTE = 60_000;

  private final ReentrantLock commitLock = new ReentrantLock();
  private final Condition maintained = commitLock.newCondition();
  private final AtomicLongArray outcomes = new AtomicLongArray(Appender.Outcome.values().length);
  private final Head head;
  private final LogWriter log;
  private final LogBatch logBatch;
  private final StorageOptions options;
  private final InstantSource clock;
  private final BlockSet.Damage damage;
  private final long retentionMs;
  private final long windowMs;
  private volatile long commitsFailed;
  private volatile boolean closed;
  private boolean flushFails;
  private long activeSince = Long.MAX_VALUE;

  Ingest(
      Head head,
      LogWriter log,
      StorageOptions options,
      InstantSource clock,
      BlockSet.Damage damage) {
    this.head = head;
    this.log = log;
    this.logBatch = new LogBatch(log);
    this.options = options;
    this.clock = clock;
    this.damage = damage;
    this.retentionMs = options.retentionAge().toMillis();
    this.windowMs = options.outOfOrderWindow().toMillis();
  }

  long now() {
    return clock.millis();
  }

  long minute() {
    return now() / MINUTE;
  }

  @Nullable MemSeries resolve(Labels labels, long now) {
    return head.resolve(labels, options.maxSeries(), now / MINUTE);
  }

  void count(Appender.Outcome outcome) {
    outcomes.incrementAndGet(outcome.ordinal());
  }

  /** What would become of a sample if it were committed now. */
  Appender.Outcome foresee(MemSeries series, long time, double value, long now) {
    if (time > series.lastTime
        && time >= now - retentionMs
        && (series.placed || time > head.blocks().maxTime())) {
      return Appender.Outcome.ACCEPTED;
    }
    commitLock.lock();
    try {
      return judge(series, time, value, null, 0, now);
    } finally {
      commitLock.unlock();
    }
  }

  /**
   * @throws UncheckedIOException if the log refused the batch, which is then dropped
   */
  void commit(SampleBatch batch) {
    commitLock.lock();
    try {
      awaitFlush();
      if (closed) {
        throw new UncheckedIOException(closedException());
      }
      long now = clock.millis();
      checkRoom(batch.size());
      int accepted = judgeAll(batch, now);
      if (accepted > 0) {
        write(batch, accepted, now);
        head.apply(batch, accepted, now / MINUTE);
        activeSince = Math.min(activeSince, now);
        outcomes.addAndGet(Appender.Outcome.ACCEPTED.ordinal(), accepted);
      }
    } finally {
      commitLock.unlock();
    }
  }

  static StorageException closedException() {
    return new StorageException(
        StorageException.Code.STORAGE_CLOSED,
        "the storage was closed. HINT: open it again before appending");
  }

  /** Appends that are faster than blocks are written would end the process: they wait. */
  private void awaitFlush() {
    while (!closed && !flushFails && head.crowded(options.headBytes())) {
      maintained.awaitUninterruptibly();
    }
  }

  /**
   * Lets those go on that wait for a flush.
   *
   * @param done false when it failed, so that nobody waits until one succeeds
   */
  void maintained(boolean done) {
    commitLock.lock();
    try {
      flushFails = !done;
      maintained.signalAll();
    } finally {
      commitLock.unlock();
    }
  }

  /** Memory is given back by flushes: where they fail, appending more would end the process. */
  private void checkRoom(int samples) {
    if (head.sampleBytes() > 2 * options.headBytes() + (4L << 20)) {
      commitsFailed++;
      throw new UncheckedIOException(
          new StorageException(
              StorageException.Code.STORAGE_HEAD_FULL,
              "a batch of "
                  + samples
                  + " samples was refused: "
                  + (head.sampleBytes() >> 20)
                  + " MiB of samples wait to be written to blocks. HINT: free space on the disk of"
                  + " the data directory, or send less"));
    }
  }

  private int judgeAll(SampleBatch batch, long now) {
    int accepted = 0;
    for (int i = 0; i < batch.size(); i++) {
      MemSeries series = batch.series(i);
      if (series.dropped) {
        series = resolve(series.labels, now);
        if (series == null) {
          count(Appender.Outcome.SERIES_LIMIT);
          continue;
        }
      }
      long time = batch.time(i);
      Appender.Outcome outcome = judge(series, time, batch.value(i), batch, accepted, now);
      if (outcome == Appender.Outcome.ACCEPTED) {
        series.pendingTime = Math.max(series.pendingTime, time);
        batch.keep(i, accepted++, series);
      } else {
        count(outcome);
      }
    }
    return accepted;
  }

  private void write(SampleBatch batch, int accepted, long now) {
    try {
      logBatch.write(batch, accepted, options.logSegmentBytes(), now);
      if (options.syncInterval().isZero()) {
        log.sync();
      }
    } catch (IOException e) {
      commitsFailed++;
      for (int i = 0; i < accepted; i++) {
        batch.series(i).pendingTime = MemSeries.UNKNOWN;
      }
      throw new UncheckedIOException(
          new StorageException(
              StorageException.Code.STORAGE_LOG_WRITE,
              "a batch of "
                  + accepted
                  + " samples was refused: "
                  + e.getMessage()
                  + ". HINT: make room on the disk of the data directory; appending works again"
                  + " as soon as there is some",
              e));
    }
  }

  private Appender.Outcome judge(
      MemSeries series,
      long time,
      double value,
      @Nullable SampleBatch batch,
      int accepted,
      long now) {
    if (time < now - retentionMs) {
      return Appender.Outcome.TOO_OLD;
    }
    if (!series.placed && time <= head.blocks().maxTime()) {
      place(series);
    }
    long last = Math.max(series.lastTime, series.pendingTime);
    if (time > last) {
      return Appender.Outcome.ACCEPTED;
    }
    if (time == series.lastTime) {
      return same(series.lastValue, value);
    }
    // A clock that was ahead must not shut out what comes after it was set back.
    if (time < Math.min(last, now) - windowMs) {
      return Appender.Outcome.TOO_OLD;
    }
    if (batch != null && series.pendingTime != MemSeries.UNKNOWN) {
      for (int i = accepted - 1; i >= 0; i--) {
        if (batch.series(i) == series && batch.time(i) == time) {
          return same(batch.value(i), value);
        }
      }
    }
    BlockSet.LastSample stored = stored(series, time);
    return stored == null ? Appender.Outcome.ACCEPTED : same(stored.value(), value);
  }

  private static Appender.Outcome same(double stored, double value) {
    return Double.doubleToRawLongBits(stored) == Double.doubleToRawLongBits(value)
        ? Appender.Outcome.DUPLICATE
        : Appender.Outcome.CONFLICT;
  }

  /** Finds out from the blocks how far a series got before it entered memory. */
  private void place(MemSeries series) {
    BlockSet.LastSample last = head.blocks().last(series.labels, damage);
    if (last != null && last.time() > series.lastTime) {
      series.lastTime = last.time();
      series.lastValue = last.value();
    }
    series.placed = true;
  }

  private BlockSet.@Nullable LastSample stored(MemSeries series, long time) {
    for (Run run : head.runs(series, time, time).runs()) {
      var samples = run.iterator(time, time);
      if (samples.next()) {
        return new BlockSet.LastSample(time, samples.value());
      }
    }
    return head.blocks().at(series.labels, time, damage);
  }

  /** Sets all samples aside for blocks; returns the last log segment that holds any of them. */
  long freeze() {
    commitLock.lock();
    try {
      long sealed = log.seal();
      head.freeze();
      activeSince = Long.MAX_VALUE;
      return sealed;
    } finally {
      commitLock.unlock();
    }
  }

  void forget(Selector selector) {
    commitLock.lock();
    try {
      head.forget(selector);
    } finally {
      commitLock.unlock();
    }
  }

  void swap(Head.Rebuild rebuild) {
    commitLock.lock();
    try {
      head.swap(rebuild);
    } finally {
      commitLock.unlock();
    }
  }

  void deleteLogThrough(long segment) throws IOException {
    commitLock.lock();
    try {
      log.deleteThrough(segment);
    } finally {
      commitLock.unlock();
    }
  }

  /** When the oldest sample that is not yet frozen was committed; Long.MAX_VALUE for none. */
  long activeSince() {
    commitLock.lock();
    try {
      return activeSince;
    } finally {
      commitLock.unlock();
    }
  }

  void activeSince(long sinceMs) {
    activeSince = Math.min(activeSince, sinceMs);
  }

  void close() {
    commitLock.lock();
    try {
      closed = true;
      maintained.signalAll();
    } finally {
      commitLock.unlock();
    }
  }

  long commitsFailed() {
    return commitsFailed;
  }

  long accepted() {
    return outcomes.get(Appender.Outcome.ACCEPTED.ordinal());
  }

  Map<Appender.Outcome, Long> refused() {
    Map<Appender.Outcome, Long> refused = new EnumMap<>(Appender.Outcome.class);
    for (Appender.Outcome outcome : Appender.Outcome.values()) {
      if (outcome != Appender.Outcome.ACCEPTED) {
        refused.put(outcome, outcomes.get(outcome.ordinal()));
      }
    }
    return refused;
  }
}
