package jigi.detect.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.kernel.Troubles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Emits every 15 s what follows from states: slow probes' results, conditions, Jigi itself. */
public final class Emission implements AutoCloseable {
  static final Duration EVERY = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(Emission.class);

  private final Timeline timeline;
  private final Metrics metrics;
  private final ProbeSamples probes;
  private final Troubles troubles;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private volatile boolean closed;
  private @Nullable Timer timer;

  private record Source(StateMetrics metrics, EmittedSeries series) {}

  public Emission(Timeline timeline, Metrics metrics, ProbeSamples probes, Troubles troubles) {
    this.timeline = timeline;
    this.metrics = metrics;
    this.probes = probes;
    this.troubles = troubles;
  }

  /**
   * Adds a source; call before {@link #start}.
   *
   * @param name for log lines
   */
  public void add(String name, StateMetrics source) {
    sources.put(name, new Source(source, new EmittedSeries(metrics)));
  }

  public synchronized void start() {
    if (!closed) {
      timer = timeline.after(EVERY, "emission", this::tick);
    }
  }

  /** Emits one source at once, because its state has changed. */
  public void now(String name) throws InterruptedException {
    Source source = sources.get(name);
    if (source == null) {
      throw new IllegalArgumentException("no such source: " + name);
    }
    emit(source);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void tick() {
    try {
      Instant now = timeline.instant();
      metrics.turn();
      probes.refresh(now);
      for (Map.Entry<String, Source> source : sources.entrySet()) {
        emitGuarded(source.getKey(), source.getValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      start();
    }
  }

  /** One source's bug must not silence the others. */
  private void emitGuarded(String name, Source source) throws InterruptedException {
    try {
      emit(source);
    } catch (RuntimeException e) {
      LOG.error("the figures of {} could not be had", name, e);
      troubles.raise(
          new Troubles.Trouble(
              "metric.emission", "metric-emission", Map.of("error", String.valueOf(e))));
    }
  }

  private void emit(Source source) throws InterruptedException {
    source.series().emit(source.metrics().samples(), timeline.instant());
  }
}
