package jigi.detect.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes every probe on its interval. A probe never runs twice at a time: an execution that is
 * still under way when the next is due swallows that one.
 */
public final class ProbeScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeScheduler.class);

  /** What the first executions after a start are spread over, of few probes. */
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(5);

  /** What they are spread over, of many, for each of them. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

  private final Timeline timeline;
  private final ProbeRunner runner;
  private final ProbeRecorder recorder;
  private final Troubles troubles;
  private final List<ProbeListener> listeners;
  private volatile Map<ProbeKey, ScheduledProbe> probes = Map.of();

  /**
   * @param listeners in the order in which they hear of a result; the one that stores samples first
   */
  public ProbeScheduler(
      Timeline timeline,
      ProbeRunner runner,
      ProbeRecorder recorder,
      Troubles troubles,
      List<ProbeListener> listeners) {
    this.timeline = timeline;
    this.runner = runner;
    this.recorder = recorder;
    this.troubles = troubles;
    this.listeners = List.copyOf(listeners);
  }

  /** Two results of one probe: what is, and what was before it. */
  public record Comparison(@Nullable ProbeResult before, ProbeResult now) {}

  /**
   * Replaces what is executed. A probe that did not change keeps its timer and history; one whose
   * configuration changed keeps its history; what is gone stops.
   */
  public synchronized void activate(Collection<Probe> wanted) {
    Map<ProbeKey, ScheduledProbe> old = probes;
    Map<ProbeKey, ScheduledProbe> next = new TreeMap<>();
    Map<ProbeKey, RecordedStatus> recorded = recorder.all();
    Instant now = timeline.instant();
    for (Probe probe : wanted) {
      ScheduledProbe before = old.get(probe.key());
      if (before == null) {
        ScheduledProbe added = new ScheduledProbe(probe, recorded.get(probe.key()));
        if (added.recorded() == null) {
          added.starting(now);
        }
        next.put(probe.key(), added);
      } else {
        boolean same = before.probe().sameAs(probe);
        next.put(probe.key(), same ? before : before.successor(probe));
      }
    }
    Map<ProbeKey, ScheduledProbe> gone = new HashMap<>(old);
    next.forEach((key, scheduled) -> gone.remove(key, scheduled));
    gone.values().forEach(ScheduledProbe::stop);
    probes = next;
    for (ScheduledProbe removed : gone.values()) {
      if (!next.containsKey(removed.probe().key())) {
        tell(listener -> listener.onRemoved(removed.probe()));
      }
    }
    recorder.forget(recorded.keySet(), next.keySet());
    Duration within = firstWithin(next.size());
    next.forEach(
        (key, scheduled) -> {
          if (old.get(key) != scheduled) {
            schedule(scheduled, scheduled.first(now, within));
          }
        });
  }

  /** So many probes at once would wait for each other, and their waiting takes memory. */
  static Duration firstWithin(int probes) {
    Duration paced = FIRST_PAUSE.multipliedBy(probes);
    return paced.compareTo(FIRST_WITHIN) > 0 ? paced : FIRST_WITHIN;
  }

  /**
   * Executes the probe at once, after the execution that may be under way.
   *
   * @throws UserError {@code unknown-probe}
   */
  public Comparison runNow(ProbeKey key) throws InterruptedException {
    ScheduledProbe scheduled = find(key);
    scheduled.busy.lockInterruptibly();
    try {
      ProbeResult before = scheduled.last();
      return new Comparison(before, execute(scheduled));
    } finally {
      scheduled.busy.unlock();
    }
  }

  /**
   * A result whose execution began after {@code since}; executes the probe unless there is one.
   *
   * @throws UserError {@code unknown-probe}
   */
  public ProbeResult fresh(ProbeKey key, Instant since) throws InterruptedException {
    ScheduledProbe scheduled = find(key);
    scheduled.busy.lockInterruptibly();
    try {
      ProbeResult last = scheduled.last();
      return last != null && last.started().isAfter(since) ? last : execute(scheduled);
    } finally {
      scheduled.busy.unlock();
    }
  }

  /** Something acted on what the probe looks at, so that it may be starting. */
  public void acted(ProbeKey key, Instant at) {
    find(key).starting(at);
  }

  public @Nullable ProbeView view(ProbeKey key) {
    ScheduledProbe scheduled = probes.get(key);
    return scheduled == null ? null : scheduled.view(timeline.instant());
  }

  /** All probes, by key. */
  public List<ProbeView> views() {
    Instant now = timeline.instant();
    return probes.values().stream().map(scheduled -> scheduled.view(now)).toList();
  }

  /** The probes of one system, by component and name. */
  public List<ProbeView> views(String system) {
    Instant now = timeline.instant();
    return probes.values().stream()
        .filter(each -> each.probe().key().system().equals(system))
        .map(scheduled -> scheduled.view(now))
        .toList();
  }

  /** The probes of one component, by name. */
  public List<ProbeView> views(String system, String component) {
    Instant now = timeline.instant();
    return probes.values().stream()
        .filter(each -> each.probe().key().system().equals(system))
        .filter(each -> each.probe().key().component().equals(component))
        .map(scheduled -> scheduled.view(now))
        .toList();
  }

  @Override
  public synchronized void close() {
    probes.values().forEach(ScheduledProbe::stop);
    probes = Map.of();
  }

  private ScheduledProbe find(ProbeKey key) {
    ScheduledProbe scheduled = probes.get(key);
    if (scheduled == null) {
      throw new UserError(
          "unknown-probe",
          "there is no such probe (" + key + ")",
          jigi.base.kernel.Nearest.hint(
              key.toString(), probes.keySet().stream().map(ProbeKey::toString).toList()));
    }
    return scheduled;
  }

  private void schedule(ScheduledProbe scheduled, Instant due) {
    String name = "probe " + scheduled.probe().key();
    scheduled.timer(timeline.at(due, name, () -> onTimer(scheduled)));
  }

  private void onTimer(ScheduledProbe scheduled) {
    try {
      if (!scheduled.stopped() && scheduled.busy.tryLock()) {
        try {
          execute(scheduled);
        } finally {
          scheduled.busy.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      if (!scheduled.stopped()) {
        schedule(scheduled, scheduled.next(timeline.instant()));
      }
    }
  }

  /** Runs, stores, tells; the caller holds the probe. A stopped probe's result is not recorded. */
  private ProbeResult execute(ScheduledProbe scheduled) throws InterruptedException {
    ProbeResult result = scheduled.graced(scheduled.sharing(runner.run(scheduled.probe())));
    if (scheduled.stopped()) {
      return result;
    }
    scheduled.add(result);
    tell(listener -> listener.onResult(result));
    RecordedStatus before = scheduled.recorded();
    Status from = before == null ? Status.UNKNOWN : before.status();
    if (from == result.status() && before != null) {
      return result;
    }
    scheduled.recorded(new RecordedStatus(result.status(), result.started()));
    if (!recorder.record(from, result)) {
      scheduled.recorded(before);
    }
    if (from != result.status()) {
      tell(listener -> listener.onChange(new ProbeChange(from, result)));
    }
    return result;
  }

  /** One listener's bug must not keep the others, or the next execution, from happening. */
  private void tell(Consumer<ProbeListener> call) {
    for (ProbeListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("a listener of probe results failed", e);
        troubles.raise(
            new Troubles.Trouble(
                "probe.listener", "probe-listener", Map.of("error", String.valueOf(e))));
      }
    }
  }
}
