package jigi.detect.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeListener;
import jigi.detect.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/**
 * Stores what probes measure. An UNKNOWN result ends the probe's series at once; results of slow
 * probes are repeated, so that they do not fall out of the lookback of queries.
 */
public final class ProbeSamples implements ProbeListener {
  /** Probes at longer intervals have their results repeated. */
  private static final Duration SLOW = Duration.ofMinutes(1);

  private final Timeline timeline;
  private final Metrics metrics;
  private final Map<ProbeKey, Emitter> emitters = new ConcurrentHashMap<>();

  public ProbeSamples(Timeline timeline, Metrics metrics) {
    this.timeline = timeline;
    this.metrics = metrics;
  }

  @Override
  public void onResult(ProbeResult result) {
    emitters
        .computeIfAbsent(result.key(), key -> new Emitter(new EmittedSeries(metrics)))
        .accept(result, timeline.instant());
  }

  @Override
  public void onRemoved(Probe probe) {
    Emitter emitter = emitters.remove(probe.key());
    if (emitter != null) {
      emitter.end(timeline.instant());
    }
  }

  /** Repeats what is slow and ends what is overdue; to be called every 15 s. */
  void refresh(Instant now) {
    emitters.values().forEach(emitter -> emitter.refresh(now));
  }

  private static final class Emitter {
    private final EmittedSeries series;
    private @Nullable ProbeResult last;

    Emitter(EmittedSeries series) {
      this.series = series;
    }

    synchronized void accept(ProbeResult result, Instant now) {
      last = result.status() == Status.UNKNOWN ? null : result;
      series.emit(result.samples(), now);
    }

    synchronized void end(Instant now) {
      last = null;
      series.emit(List.of(), now);
    }

    synchronized void refresh(Instant now) {
      ProbeResult result = last;
      if (result == null) {
        return;
      }
      if (now.isAfter(result.ended().plus(result.probe().spec().pace().patience()))) {
        end(now);
      } else if (result.probe().spec().pace().every().compareTo(SLOW) > 0) {
        series.emit(result.samples(), now);
      }
    }
  }
}
