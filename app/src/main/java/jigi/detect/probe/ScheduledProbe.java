package jigi.detect.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timer;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** A probe with its timer and its recent history. One execution at a time holds {@link #busy}. */
final class ScheduledProbe {
  private static final int SAMPLES_KEPT_TO_COMPARE = 200;

  private final Probe probe;
  final ReentrantLock busy = new ReentrantLock();

  private volatile boolean stopped;
  private volatile @Nullable Timer timer;
  private volatile @Nullable Instant lastStarted;
  private volatile @Nullable RecordedStatus recorded;
  private volatile @Nullable Instant graceUntil;
  private @Nullable ProbeResult last;
  private @Nullable ProbeResult previous;
  private final Beats beats = new Beats();

  ScheduledProbe(Probe probe, @Nullable RecordedStatus recorded) {
    this.probe = probe;
    this.recorded = recorded;
  }

  /** The same probe under a changed configuration: history and status go on. */
  synchronized ScheduledProbe successor(Probe changed) {
    ScheduledProbe next = new ScheduledProbe(changed, recorded);
    next.inherit(last, beats.list());
    next.graceUntil = graceUntil;
    return next;
  }

  private synchronized void inherit(@Nullable ProbeResult result, List<Beat> history) {
    previous = result;
    history.forEach(beats::add);
  }

  Probe probe() {
    return probe;
  }

  /** The target starts, or is acted upon, now: until it answers, failures do not count. */
  void starting(Instant now) {
    Duration grace = probe.spec().pace().startGrace();
    if (grace.isPositive()) {
      graceUntil = now.plus(grace);
    }
  }

  /** The result as it counts: a target that may still be starting has not failed yet. */
  ProbeResult graced(ProbeResult result) {
    Instant until = graceUntil;
    if (until == null) {
      return result;
    }
    if (result.status() == Status.OK || !result.started().isBefore(until)) {
      graceUntil = null;
      return result;
    }
    return result.status() == Status.UNKNOWN
        ? result
        : new ProbeResult(
            result.probe(),
            Status.UNKNOWN,
            result.started(),
            result.duration(),
            "may still be starting: " + result.evidence(),
            List.of());
  }

  /**
   * The first execution: soon, spread by name.
   *
   * @param within what the first executions are spread over; longer intervals need not wait
   */
  Instant first(Instant now, Duration within) {
    Duration every = probe.spec().pace().every();
    long window = Math.min(every.toMillis(), within.toMillis());
    return now.plusMillis(Math.floorMod(spread(), window));
  }

  /** The next instant of the probe's own grid, at least half an interval after the last start. */
  Instant next(Instant now) {
    long every = probe.spec().pace().every().toMillis();
    Instant started = lastStarted;
    long earliest = now.toEpochMilli();
    if (started != null) {
      earliest = Math.max(earliest, started.toEpochMilli() + every / 2);
    }
    long phase = Math.floorMod(spread(), every);
    return Instant.ofEpochMilli(earliest - Math.floorMod(earliest - phase, every) + every);
  }

  /** A number that the name alone decides, so that a restart keeps each probe's place. */
  private long spread() {
    long hash = 1125899906842597L;
    String name = probe.key().toString();
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    return hash ^ (hash >>> 29);
  }

  void timer(Timer next) {
    timer = next;
    if (stopped) {
      next.cancel();
    }
  }

  void stop() {
    stopped = true;
    Timer pending = timer;
    if (pending != null) {
      pending.cancel();
    }
  }

  boolean stopped() {
    return stopped;
  }

  @Nullable RecordedStatus recorded() {
    return recorded;
  }

  void recorded(@Nullable RecordedStatus state) {
    recorded = state;
  }

  @Nullable Instant lastStarted() {
    return lastStarted;
  }

  synchronized @Nullable ProbeResult last() {
    return last;
  }

  /**
   * The result with the very label sets of the last one where they are equal, so that history,
   * emission and storage of ten thousand probes hold each set once.
   */
  synchronized ProbeResult sharing(ProbeResult result) {
    ProbeResult before = last;
    if (before == null) {
      return result;
    }
    List<Sample> samples = new ArrayList<>(result.samples().size());
    for (int i = 0; i < result.samples().size(); i++) {
      Sample sample = result.samples().get(i);
      samples.add(
          i < before.samples().size() ? sharing(sample, before.samples().get(i).labels()) : sample);
    }
    return new ProbeResult(
        result.probe(),
        result.status(),
        result.started(),
        result.duration(),
        result.evidence(),
        samples);
  }

  private static Sample sharing(Sample sample, Labels before) {
    return sample.labels() != before && sample.labels().equals(before)
        ? new Sample(before, sample.value(), sample.at())
        : sample;
  }

  synchronized void add(ProbeResult result) {
    previous = slim(last);
    last = result;
    lastStarted = result.started();
    beats.add(new Beat(result.started(), result.status(), result.duration()));
  }

  synchronized ProbeView view(Instant now) {
    RecordedStatus state = recorded;
    ProbeResult newest = last;
    List<Beat> history = beats.list();
    if (newest == null) {
      return new ProbeView(
          probe, Status.UNKNOWN, null, "not measured yet", null, previous, history);
    }
    if (now.isAfter(newest.ended().plus(probe.spec().pace().patience()))) {
      String evidence = "no result for " + Durations.format(Duration.between(newest.ended(), now));
      return new ProbeView(
          probe, Status.UNKNOWN, newest.ended(), evidence, newest, previous, history);
    }
    Instant since =
        state != null && state.status() == newest.status() ? state.since() : newest.started();
    return new ProbeView(
        probe, newest.status(), since, newest.evidence(), newest, previous, history);
  }

  private static @Nullable ProbeResult slim(@Nullable ProbeResult result) {
    if (result == null || result.samples().size() <= SAMPLES_KEPT_TO_COMPARE) {
      return result;
    }
    return new ProbeResult(
        result.probe(),
        result.status(),
        result.started(),
        result.duration(),
        result.evidence(),
        List.of());
  }
}
