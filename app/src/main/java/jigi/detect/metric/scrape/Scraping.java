package jigi.detect.metric.scrape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jigi.base.config.Manual;
import jigi.base.config.SecretSources;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.wire.Network;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.detect.metric.Metrics;
import jigi.detect.metric.ScrapedTargets;
import jigi.detect.probe.Families;
import org.jspecify.annotations.Nullable;

/** Scrapes what the manuals in force say. */
public final class Scraping implements ScrapedTargets, AutoCloseable {
  private final Means means;
  private final ScrapePart part;
  private final Network network;
  private final ConnectionRegistry connections;
  private Map<Key, ScrapePool> pools = Map.of();

  /** What it stands on. */
  public record Means(
      Timeline timeline, Metrics metrics, Troubles troubles, SecretSources environment) {}

  private record Key(String system, String job) {}

  public Scraping(Means means, ScrapePart part, Network network, ConnectionRegistry connections) {
    this.means = means;
    this.part = part;
    this.network = network;
    this.connections = connections;
  }

  /**
   * One target as others see it.
   *
   * @param pool the job that the file names
   * @param last null before the first scrape
   */
  public record TargetView(
      String system,
      String pool,
      Map<String, String> discovered,
      Map<String, String> labels,
      String url,
      ScrapeConfigView pace,
      @Nullable Scraped last,
      List<Families.Family> families) {
    /** UNKNOWN before the first scrape. */
    public Status status() {
      Scraped seen = last;
      return seen == null ? Status.UNKNOWN : seen.error().isEmpty() ? Status.OK : Status.FAIL;
    }
  }

  /** Interval and time-out. */
  public record ScrapeConfigView(java.time.Duration interval, java.time.Duration timeout) {}

  /**
   * What a scrape came to.
   *
   * @param error empty when it went well
   */
  public record Scraped(Instant at, java.time.Duration took, String error) {}

  /**
   * What was found and is not scraped.
   *
   * @param why empty when relabelling dropped it
   */
  public record DroppedView(
      String system, String pool, Map<String, String> discovered, String why) {}

  /** Replaces what is scraped. A job that did not change goes on as it was. */
  public void activate(List<Manual> manuals) {
    List<ScrapePool> begun = new ArrayList<>();
    List<ScrapePool> gone = new ArrayList<>();
    synchronized (this) {
      Map<Key, ScrapePool> next = new HashMap<>();
      for (Manual manual : manuals) {
        for (ScrapeConfig config : manual.part(part).jobs()) {
          Key key = new Key(manual.system(), config.job());
          ScrapePool before = pools.get(key);
          if (before != null && before.config().equals(config)) {
            next.put(key, before);
            continue;
          }
          ScrapePool pool =
              new ScrapePool(
                  means,
                  new Discovery.Surroundings(
                      manual.system(), manual.source().folder(), network, connections),
                  config);
          if (before != null) {
            pool.inherit(before);
          }
          next.put(key, pool);
          begun.add(pool);
        }
      }
      pools.forEach(
          (key, pool) -> {
            if (!next.containsKey(key)) {
              gone.add(pool);
            }
          });
      pools = Map.copyOf(next);
    }
    gone.forEach(ScrapePool::end);
    begun.forEach(ScrapePool::start);
  }

  private synchronized List<ScrapePool> pools() {
    return pools.values().stream().sorted(ScrapePool.ORDER).toList();
  }

  /** All targets, by system and job. */
  public List<TargetView> targets() {
    List<TargetView> all = new ArrayList<>();
    for (ScrapePool pool : pools()) {
      for (ScrapeLoop loop : pool.loops()) {
        Target target = loop.target();
        ScrapeLoop.Last last = loop.last();
        Map<String, String> labels = new java.util.TreeMap<>();
        for (int i = 0; i < target.labels().size(); i++) {
          labels.put(target.labels().name(i), target.labels().value(i));
        }
        all.add(
            new TargetView(
                pool.system(),
                pool.config().job(),
                target.discovered(),
                labels,
                target.url().toString(),
                new ScrapeConfigView(target.pace().interval(), target.pace().timeout()),
                last == null ? null : new Scraped(last.at(), last.took(), last.error()),
                loop.families()));
      }
    }
    return all;
  }

  /** What was found and is not scraped. */
  public List<DroppedView> dropped() {
    List<DroppedView> all = new ArrayList<>();
    for (ScrapePool pool : pools()) {
      for (Target.Dropped each : pool.dropped()) {
        all.add(new DroppedView(pool.system(), pool.config().job(), each.discovered(), each.why()));
      }
    }
    return all;
  }

  /** How many are dropped, by system and job; more than {@link #dropped} tells of. */
  public Map<String, Map<String, Integer>> droppedCounts() {
    Map<String, Map<String, Integer>> counts = new java.util.TreeMap<>();
    for (ScrapePool pool : pools()) {
      counts
          .computeIfAbsent(pool.system(), system -> new java.util.TreeMap<>())
          .put(pool.config().job(), pool.droppedCount());
    }
    return counts;
  }

  @Override
  public void fresh(String system, Instant since) throws InterruptedException {
    List<FutureTask<Void>> running = new ArrayList<>();
    for (ScrapePool pool : pools()) {
      if (pool.system().equals(system)) {
        for (ScrapeLoop loop : pool.loops()) {
          FutureTask<Void> task =
              new FutureTask<>(
                  () -> {
                    loop.fresh(since);
                    return null;
                  });
          Thread.ofVirtual().name("fresh " + loop.target().url()).start(task);
          running.add(task);
        }
      }
    }
    for (FutureTask<Void> task : running) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a target could not be scraped", e.getCause());
      }
    }
  }

  /** Stops without ending any series: it may go on after a restart. */
  @Override
  public void close() {
    pools().forEach(ScrapePool::stopped);
  }
}
