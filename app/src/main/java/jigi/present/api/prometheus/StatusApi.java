package jigi.present.api.prometheus;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.detect.metric.scrape.Scraping;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.scrape.ScrapeTarget;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Durations;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.storage.StorageStats;
import jigi.present.api.http.Reply;

/** The process and its storage, by Prometheus's names. */
final class StatusApi {
  /** The Prometheus whose API this is, by which Grafana decides what it may ask. */
  private static final String SPEAKS = "3.5.0";

  private static final int LISTED = 10;
  private static final int MOST_LISTED = 10_000;

  private final Sources sources;

  StatusApi(Sources sources) {
    this.sources = sources;
  }

  Reply build(Params params) {
    Map<String, String> map = new TreeMap<>();
    map.put("version", SPEAKS);
    map.put("application", "jigi");
    map.put("applicationVersion", sources.process().version());
    map.put("revision", "");
    map.put("branch", "");
    map.put("buildUser", "");
    map.put("buildDate", "");
    map.put("goVersion", "java" + Runtime.version().feature());
    return Results.of(map);
  }

  Reply runtime(Params params) {
    StorageStats stats = sources.process().storage().get();
    Map<String, Object> map = new TreeMap<>();
    map.put("startTime", Times.text(sources.process().started()));
    map.put("serverTime", Times.text(params.now()));
    map.put("CWD", sources.process().data().toAbsolutePath().toString());
    map.put("hostname", hostname());
    map.put("reloadConfigSuccess", true);
    map.put("lastConfigTime", Times.text(sources.process().started()));
    map.put("corruptionCount", stats.quarantined());
    map.put("goroutineCount", ManagementFactory.getThreadMXBean().getThreadCount());
    map.put("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
    map.put("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
    map.put("GOGC", "");
    map.put("GODEBUG", "");
    map.put("storageRetention", retention());
    return Results.of(map);
  }

  private String retention() {
    var options = sources.process().options();
    return Durations.formatMillis(options.retentionAge().toMillis())
        + " or "
        + (options.retentionBytes() >> 20)
        + "MiB";
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** Only what is scraped: secrets and the rest of the manual are not for readers of metrics. */
  Reply config(Params params) {
    StringBuilder yaml = new StringBuilder("global: {}\nscrape_configs:\n");
    for (Scraping.TargetView target : sources.watched().targets()) {
      if (params.sees(target.system())) {
        java.net.URI url = java.net.URI.create(target.url());
        job(yaml, target.pool(), target.pace().interval().toMillis(), url);
      }
    }
    for (ProbeView view : sources.watched().probes().get()) {
      if (view.probe().spec().check() instanceof ScrapeTarget target
          && params.sees(view.probe().key().system())) {
        long every = view.probe().spec().pace().every().toMillis();
        job(yaml, target.job(view.probe().key()), every, target.url());
      }
    }
    return Results.of(Map.of("yaml", yaml.toString()));
  }

  private static void job(StringBuilder yaml, String job, long every, java.net.URI url) {
    yaml.append("- job_name: ").append(job);
    yaml.append("\n  scrape_interval: ").append(Durations.formatMillis(every));
    yaml.append("\n  scheme: ").append(url.getScheme());
    yaml.append("\n  metrics_path: ").append(url.getPath());
    yaml.append("\n  static_configs:\n  - targets: ['").append(url.getAuthority());
    yaml.append("']\n");
  }

  Reply flags(Params params) {
    var storage = sources.process().options();
    QueryOptions query = QueryOptions.DEFAULT;
    Map<String, String> map = new TreeMap<>();
    map.put(
        "storage.tsdb.retention.time", Durations.formatMillis(storage.retentionAge().toMillis()));
    map.put("storage.tsdb.retention.size", (storage.retentionBytes() >> 20) + "MiB");
    map.put("storage.tsdb.path", sources.process().data().resolve("metrics").toString());
    map.put(
        "storage.tsdb.min-block-duration",
        Durations.formatMillis(storage.blockDuration().toMillis()));
    map.put("query.lookback-delta", Durations.formatMillis(query.lookback().toMillis()));
    map.put("query.timeout", Durations.formatMillis(query.limits().time().toMillis()));
    map.put("query.max-samples", String.valueOf(query.limits().samples()));
    map.put("web.enable-remote-write-receiver", "true");
    map.put("web.enable-lifecycle", "true");
    map.put("web.enable-admin-api", "false");
    return Results.of(map);
  }

  Reply replay(Params params) {
    return Results.of(Map.of("min", 0, "max", 0, "current", 0));
  }

  Reply storage(Params params) {
    int limit = params.limit() == 0 ? LISTED : params.limit();
    if (limit > MOST_LISTED) {
      throw Refusal.parameter("limit", "limit must not exceed " + MOST_LISTED);
    }
    StorageStats stats = sources.process().storage().get();
    long until = params.now().toEpochMilli();
    long since = until - sources.process().options().blockDuration().toMillis();
    List<Matcher> all = new ArrayList<>();
    all.add(new Matcher(Labels.METRIC_NAME, Matcher.Op.NOT_EQUAL, ""));
    Census census = new Census();
    sources.metrics().store().series(params.narrowed(all), since, until).forEach(census::count);
    Map<String, Object> head = new TreeMap<>();
    head.put("numSeries", stats.series());
    head.put("numLabelPairs", census.pairs.size());
    head.put("chunkCount", stats.blocks());
    head.put("minTime", stats.oldestMs());
    head.put("maxTime", stats.newestMs());
    Map<String, Object> map = new TreeMap<>();
    map.put("headStats", head);
    map.put("seriesCountByMetricName", heaviest(census.byMetric, limit));
    map.put("labelValueCountByLabelName", heaviest(census.values(), limit));
    map.put("memoryInBytesByLabelName", heaviest(census.bytes, limit));
    map.put("seriesCountByLabelValuePair", heaviest(census.pairs, limit));
    return Results.of(map);
  }

  /** Counts of series of late. */
  private static final class Census {
    final Map<String, Long> byMetric = new HashMap<>();
    final Map<String, Long> bytes = new HashMap<>();
    final Map<String, Long> pairs = new HashMap<>();
    private final Map<String, Set<String>> values = new HashMap<>();

    void count(Labels labels) {
      byMetric.merge(labels.metricName(), 1L, Long::sum);
      labels.forEach(
          (name, value) -> {
            pairs.merge(name + "=" + value, 1L, Long::sum);
            if (values.computeIfAbsent(name, n -> new HashSet<>()).add(value)) {
              bytes.merge(name, (long) value.length(), Long::sum);
            }
          });
    }

    Map<String, Long> values() {
      Map<String, Long> counts = new HashMap<>();
      values.forEach((name, set) -> counts.put(name, (long) set.size()));
      return counts;
    }
  }

  private static List<Map<String, Object>> heaviest(Map<String, Long> counts, int limit) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .map(entry -> Map.<String, Object>of("name", entry.getKey(), "value", entry.getValue()))
        .toList();
  }
}
