package jigi.detect.metric.scrape;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import jigi.base.config.Secret;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.detect.metric.EmittedSeries;
import jigi.detect.probe.Families;
import jigi.detect.probe.Sample;
import jigi.detect.probe.scrape.Exposition;
import jigi.detect.probe.scrape.ExpositionParser;
import jigi.detect.probe.scrape.OfferedSeries;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** Scrapes one target again and again, on a grid of its own. */
final class ScrapeLoop {
  /** A timer that is this late at most counts as punctual: even intervals take less room. */
  private static final Duration PUNCTUAL = Duration.ofMillis(2);

  private final Timeline timeline;
  private final ScrapeConfig config;
  private final Target target;
  private final ScrapeRequest request;
  private final Supplier<String> objection;
  private final EmittedSeries emitted;
  private final OfferedSeries offered;
  private final List<Labels> reports;
  private final ReentrantLock busy = new ReentrantLock();
  private volatile boolean stopped;
  private volatile @Nullable Timer timer;
  private volatile @Nullable Last last;
  private volatile List<Families.Family> families = List.of();

  /**
   * What the newest scrape came to.
   *
   * @param error empty when it went well
   */
  record Last(Instant at, Duration took, String error) {}

  /** What a scrape yields. */
  private record Gathered(List<Sample> samples, int scraped, int kept, String error) {}

  /**
   * @param objection to scrape anything of the pool; empty for none
   * @param emitted what was stored of this target before
   */
  ScrapeLoop(
      Timeline timeline,
      ScrapeConfig config,
      Target target,
      ScrapeRequest request,
      Supplier<String> objection,
      EmittedSeries emitted) {
    this.timeline = timeline;
    this.config = config;
    this.target = target;
    this.request = request;
    this.objection = objection;
    this.emitted = emitted;
    this.offered = new OfferedSeries(new SeriesNaming(config, target.labels()));
    this.reports =
        List.of(
            report("up"),
            report("scrape_duration_seconds"),
            report("scrape_samples_scraped"),
            report("scrape_samples_post_metric_relabeling"),
            report("scrape_series_added"));
  }

  private Labels report(String name) {
    return target.labels().with(Labels.METRIC_NAME, name);
  }

  Target target() {
    return target;
  }

  EmittedSeries emitted() {
    return emitted;
  }

  @Nullable Last last() {
    return last;
  }

  List<Families.Family> families() {
    return families;
  }

  void start() {
    schedule(timeline.instant());
  }

  /** Stops; the scrape that may be under way is waited for and ends nothing any more. */
  void stop() {
    stopped = true;
    Timer pending = timer;
    if (pending != null) {
      pending.cancel();
    }
  }

  /** Marks every series of the target as ended; to be called once it is gone. */
  void end() {
    busy.lock();
    try {
      emitted.emit(List.of(), timeline.instant());
    } finally {
      busy.unlock();
    }
  }

  /** Scrapes at once unless that was done after the instant. */
  void fresh(Instant since) throws InterruptedException {
    busy.lockInterruptibly();
    try {
      Last before = last;
      if (!stopped && (before == null || !before.at().isAfter(since))) {
        scrape(timeline.instant());
      }
    } finally {
      busy.unlock();
    }
  }

  private void schedule(Instant now) {
    long every = target.pace().interval().toMillis();
    long phase = Math.floorMod(target.labels().hashCode() * 2_654_435_761L, every);
    long at = now.toEpochMilli();
    Instant due = Instant.ofEpochMilli(at - Math.floorMod(at - phase, every) + every);
    Timer next = timeline.at(due, "scrape " + config.job(), () -> onTimer(due));
    timer = next;
    if (stopped) {
      next.cancel();
    }
  }

  private void onTimer(Instant due) {
    try {
      if (!stopped && busy.tryLock()) {
        try {
          Instant now = timeline.instant();
          scrape(Duration.between(due, now).compareTo(PUNCTUAL) <= 0 ? due : now);
        } finally {
          busy.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      if (!stopped) {
        schedule(timeline.instant());
      }
    }
  }

  private void scrape(Instant at) throws InterruptedException {
    long start = RealTime.nanos();
    Gathered gathered = gather();
    Duration took = Duration.ofNanos(RealTime.nanos() - start);
    if (stopped) {
      return;
    }
    int added = emitted.unknown(gathered.samples());
    List<Sample> all = new ArrayList<>(gathered.samples().size() + reports.size());
    all.addAll(gathered.samples());
    double[] values = {
      gathered.error().isEmpty() ? 1 : 0,
      took.toNanos() / 1e9,
      gathered.scraped(),
      gathered.kept(),
      added
    };
    for (int i = 0; i < values.length; i++) {
      all.add(new Sample(reports.get(i), values[i], null));
    }
    emitted.emit(all, at);
    last = new Last(at, took, gathered.error());
  }

  private Gathered gather() throws InterruptedException {
    String refused = objection.get();
    if (!refused.isEmpty()) {
      return failed(refused);
    }
    try {
      Exposition exposition =
          ExpositionParser.read(request.body(target), Integer.MAX_VALUE, offered);
      families = exposition.families();
      int limit = config.limits().samples();
      int kept = exposition.samples().size();
      if (limit > 0 && kept > limit) {
        return new Gathered(List.of(), exposition.offered(), kept, "sample limit exceeded");
      }
      return new Gathered(timed(exposition.samples()), exposition.offered(), kept, "");
    } catch (WireException e) {
      return failed(e.evidence());
    } catch (ExpositionParser.Bad | Secret.Missing e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private static Gathered failed(String error) {
    return new Gathered(List.of(), 0, 0, error);
  }

  private List<Sample> timed(List<Sample> samples) {
    if (config.reading().honorTimestamps()) {
      return samples;
    }
    return samples.stream()
        .map(s -> s.at() == null ? s : new Sample(s.labels(), s.value(), null))
        .toList();
  }
}
