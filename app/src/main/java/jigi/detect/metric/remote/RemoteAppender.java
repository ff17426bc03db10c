package jigi.detect.metric.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.metrics.model.Labels;
import jigi.metrics.storage.Appender;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way to the server. A commit waits a moment for its delivery, so that a condition
 * that is evaluated next sees the sample; a server that is away is not waited for.
 */
final class RemoteAppender implements Appender {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final DiskQueue queue;
  private final Sender sender;
  private final Newest newest;
  private final ExternalMatchers external;
  private final List<Sample> samples = new ArrayList<>();

  private record Sample(Labels labels, long timeMs, double value) {}

  /** The newest sample of each series: servers refuse a whole request for one that is older. */
  static final class Newest {
    /** Forgetting costs at most a refused request. */
    private static final int MOST = 400_000;

    private final Map<Labels, Sample> byLabels = new ConcurrentHashMap<>();

    private Outcome judge(Labels labels, long timeMs, double value) {
      Sample last = byLabels.get(labels);
      if (last == null || timeMs > last.timeMs()) {
        return Outcome.ACCEPTED;
      }
      if (timeMs < last.timeMs()) {
        return Outcome.TOO_OLD;
      }
      return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(last.value())
          ? Outcome.DUPLICATE
          : Outcome.CONFLICT;
    }

    private void keep(Sample sample) {
      if (byLabels.size() > MOST) {
        byLabels.clear();
      }
      byLabels.put(sample.labels(), sample);
    }
  }

  RemoteAppender(DiskQueue queue, Sender sender, Newest newest, ExternalMatchers external) {
    this.queue = queue;
    this.sender = sender;
    this.newest = newest;
    this.external = external;
  }

  @Override
  public Outcome append(Labels labels, long timestampMs, double value) {
    Outcome outcome = newest.judge(labels, timestampMs, value);
    if (outcome == Outcome.ACCEPTED) {
      samples.add(new Sample(labels, timestampMs, value));
    }
    return outcome;
  }

  @Override
  public void commit() {
    if (samples.isEmpty()) {
      return;
    }
    try {
      DiskQueue.@Nullable Place end = enqueue();
      if (end != null && sender.healthy()) {
        queue.await(end, MOMENT);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the queue to the metric server", e);
    } catch (InterruptedException e) {
      // The samples are in the queue; only the waiting ends.
      Thread.currentThread().interrupt();
    } finally {
      samples.clear();
    }
  }

  /** Judging again under the lock keeps batches that were open together in order. */
  private DiskQueue.@Nullable Place enqueue() throws IOException {
    synchronized (newest) {
      WriteRequest request = new WriteRequest();
      List<Sample> taken = new ArrayList<>();
      for (Sample sample : samples) {
        if (newest.judge(sample.labels(), sample.timeMs(), sample.value()) == Outcome.ACCEPTED) {
          request.add(external.named(sample.labels()), sample.timeMs(), sample.value());
          taken.add(sample);
        }
      }
      if (taken.isEmpty()) {
        return null;
      }
      DiskQueue.Place end = queue.add(request.parts());
      taken.forEach(newest::keep);
      return end;
    }
  }

  @Override
  public void rollback() {
    samples.clear();
  }
}
