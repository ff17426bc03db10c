package jigi.detect.metric.scrape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.Timer;
import jigi.base.kernel.Troubles;
import jigi.detect.metric.EmittedSeries;
import jigi.metrics.model.Labels;

/** The targets of one entry of {@code scrape_configs}, as they come and go. */
final class ScrapePool {
  private final Scraping.Means means;
  private final Discovery.Surroundings surroundings;
  private final ScrapeConfig config;
  private final ScrapeRequest request;
  private final Map<Discovery, List<TargetGroup>> found = new LinkedHashMap<>();
  private final Map<Discovery, Timer> timers = new HashMap<>();
  private final Map<Labels, EmittedSeries> inherited = new HashMap<>();
  private Map<Labels, ScrapeLoop> loops = new LinkedHashMap<>();
  private List<Target.Dropped> dropped = List.of();
  private int droppedCount;
  private volatile String objection = "";
  private boolean stopped;

  ScrapePool(Scraping.Means means, Discovery.Surroundings surroundings, ScrapeConfig config) {
    this.means = means;
    this.surroundings = surroundings;
    this.config = config;
    this.request =
        new ScrapeRequest(
            config, surroundings.network(), surroundings.folder(), means.environment());
  }

  ScrapeConfig config() {
    return config;
  }

  String system() {
    return surroundings.system();
  }

  /** Goes on with the series of another pool, so that a changed configuration ends none. */
  synchronized void inherit(ScrapePool before) {
    before.stopped().forEach((labels, loop) -> inherited.put(labels, loop.emitted()));
    synchronized (before) {
      found.putAll(before.found);
      found.keySet().retainAll(config.discoveries());
    }
  }

  /** Looks for targets for the first time. What cannot be told yet is looked for again. */
  void start() {
    for (Discovery discovery : config.discoveries()) {
      if (discovery instanceof StaticDiscovery fixed) {
        synchronized (this) {
          found.put(fixed, fixed.groups());
        }
      } else {
        // Others may have to wait for a network.
        arm(discovery, means.timeline().instant());
      }
    }
    apply();
  }

  /** Stops, and leaves the series as they are. */
  synchronized Map<Labels, ScrapeLoop> stopped() {
    stopped = true;
    timers.values().forEach(Timer::cancel);
    loops.values().forEach(ScrapeLoop::stop);
    means.troubles().clear(trouble());
    return Map.copyOf(loops);
  }

  /** Stops, and ends the series of all targets. */
  void end() {
    stopped().values().forEach(this::endSoon);
    endInherited();
  }

  /** A scrape that is under way may have to be waited for. */
  private void endSoon(ScrapeLoop loop) {
    means.timeline().at(means.timeline().instant(), "end of " + config.job(), loop::end);
  }

  synchronized List<ScrapeLoop> loops() {
    return List.copyOf(loops.values());
  }

  /** Some of those that are not scraped. */
  synchronized List<Target.Dropped> dropped() {
    return dropped;
  }

  synchronized int droppedCount() {
    return droppedCount;
  }

  private synchronized void arm(Discovery discovery, Instant due) {
    if (!stopped) {
      timers.put(
          discovery, means.timeline().at(due, "discovery " + config.job(), () -> look(discovery)));
    }
  }

  private void look(Discovery discovery) {
    try {
      List<TargetGroup> before = foundBefore(discovery);
      List<TargetGroup> now = discovery.find(surroundings, before);
      means.troubles().clear(trouble());
      if (!now.equals(before)) {
        synchronized (this) {
          found.put(discovery, now);
        }
        apply();
      }
    } catch (Discovery.Failed e) {
      raise(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      arm(discovery, means.timeline().instant().plus(discovery.refresh()));
    }
  }

  private synchronized List<TargetGroup> foundBefore(Discovery discovery) {
    return found.getOrDefault(discovery, List.of());
  }

  private void raise(String why) {
    means
        .troubles()
        .raise(
            new Troubles.Trouble(
                trouble(),
                "scrape-discovery",
                Map.of("system", system(), "job", config.job(), "error", why)));
  }

  private String trouble() {
    return "scrape.discovery:" + system() + "/" + config.job();
  }

  private void apply() {
    List<ScrapeLoop> gone = new ArrayList<>();
    synchronized (this) {
      if (stopped) {
        return;
      }
      Map<Labels, Target> wanted = wanted();
      int limit = config.limits().targets();
      objection =
          limit > 0 && wanted.size() > limit
              ? "target_limit exceeded (number of targets: "
                  + wanted.size()
                  + ", limit: "
                  + limit
                  + ")"
              : "";
      Map<Labels, ScrapeLoop> next = new LinkedHashMap<>();
      wanted.forEach((labels, target) -> next.put(labels, loop(labels, target)));
      loops.forEach(
          (labels, loop) -> {
            if (!next.containsKey(labels)) {
              loop.stop();
              gone.add(loop);
            }
          });
      loops = next;
    }
    gone.forEach(this::endSoon);
    endInherited();
  }

  /** By their labels: of two with the same ones the first is scraped. */
  private Map<Labels, Target> wanted() {
    Map<Labels, Target> wanted = new LinkedHashMap<>();
    List<Target.Dropped> out = new ArrayList<>();
    found.values().stream()
        .flatMap(List::stream)
        .flatMap(group -> group.targets().stream())
        .forEach(
            each -> {
              switch (Target.of(config, system(), each)) {
                case Target.Kept kept -> wanted.putIfAbsent(kept.target().labels(), kept.target());
                case Target.Dropped drop -> out.add(drop);
              }
            });
    droppedCount = out.size();
    int kept = config.limits().keptDropped();
    dropped = List.copyOf(kept == 0 ? out : out.subList(0, Math.min(kept, out.size())));
    return wanted;
  }

  private ScrapeLoop loop(Labels labels, Target target) {
    ScrapeLoop before = loops.get(labels);
    if (before != null
        && before.target().url().equals(target.url())
        && before.target().pace().equals(target.pace())) {
      return before;
    }
    EmittedSeries series = inherited.remove(labels);
    if (before != null) {
      before.stop();
      series = before.emitted();
    }
    Supplier<String> refused = () -> objection;
    ScrapeLoop loop =
        new ScrapeLoop(
            means.timeline(),
            config,
            target,
            request,
            refused,
            series == null
                ? new EmittedSeries(means.metrics(), config.reading().endStamped())
                : series);
    loop.start();
    return loop;
  }

  /** The series of targets that a former pool had and this one has not. */
  private void endInherited() {
    List<EmittedSeries> left;
    synchronized (this) {
      // What a discovery has yet to find may be among them: they end when it has been asked.
      boolean told = stopped || config.discoveries().stream().allMatch(found::containsKey);
      if (!told) {
        return;
      }
      left = List.copyOf(inherited.values());
      inherited.clear();
    }
    left.forEach(series -> series.emit(List.of(), means.timeline().instant()));
  }

  static final Comparator<ScrapePool> ORDER =
      Comparator.comparing(ScrapePool::system).thenComparing(pool -> pool.config().job());
}
