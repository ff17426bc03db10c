package jigi.present.api.prometheus;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import jigi.detect.alert.Alert;
import jigi.detect.alert.Alerts;
import jigi.detect.metric.MetricEvents;
import jigi.detect.metric.scrape.Scraping;
import jigi.detect.probe.Families;
import jigi.detect.probe.ProbeView;
import jigi.metrics.storage.StorageOptions;
import jigi.metrics.storage.StorageStats;
import jigi.present.api.MetricQueries;
import org.jspecify.annotations.Nullable;

/** Where the answers come from. */
public record Sources(MetricQueries metrics, Watched watched, Process process, MetricEvents admin) {
  /**
   * What is watched.
   *
   * @param families types and texts that scraped targets told
   * @param scraping what is scraped beside the probes; null for none
   */
  public record Watched(
      Supplier<List<Alerts.RuleView>> rules,
      Supplier<List<Alert>> alerts,
      Supplier<List<ProbeView>> probes,
      Families families,
      @Nullable Scraping scraping) {
    /** Only probes are watched. */
    public Watched(
        Supplier<List<Alerts.RuleView>> rules,
        Supplier<List<Alert>> alerts,
        Supplier<List<ProbeView>> probes,
        Families families) {
      this(rules, alerts, probes, families, null);
    }

    List<Scraping.TargetView> targets() {
      return scraping == null ? List.of() : scraping.targets();
    }

    List<Scraping.DroppedView> dropped() {
      return scraping == null ? List.of() : scraping.dropped();
    }

    Map<String, Map<String, Integer>> droppedCounts() {
      return scraping == null ? Map.of() : scraping.droppedCounts();
    }
  }

  /**
   * The process.
   *
   * @param version of Jigi
   * @param systems that the manuals describe
   * @param seriesLimit told when samples were refused because there are too many series
   * @param started when the process did
   */
  public record Process(
      String version,
      Supplier<Set<String>> systems,
      Supplier<StorageStats> storage,
      StorageOptions options,
      Runnable seriesLimit,
      Path data,
      Instant started) {}
}
