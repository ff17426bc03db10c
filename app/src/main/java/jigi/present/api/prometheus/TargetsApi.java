package jigi.present.api.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.base.kernel.Status;
import jigi.detect.metric.scrape.Scraping;
import jigi.detect.probe.Families;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.scrape.ScrapeTarget;
import jigi.present.api.http.Reply;

/** What is scraped, and what it tells of its metrics. */
final class TargetsApi {
  private final Sources.Watched watched;

  TargetsApi(Sources sources) {
    this.watched = sources.watched();
  }

  Reply targets(Params params) {
    String state = params.find("state");
    List<Map<String, Object>> active = new ArrayList<>();
    if (!"dropped".equals(state)) {
      targetsOf(params).map(TargetsApi::target).forEach(active::add);
      scraped(params).map(TargetsApi::target).forEach(active::add);
    }
    List<Map<String, Object>> dropped =
        "active".equals(state) ? List.of() : droppedOf(params).map(TargetsApi::dropped).toList();
    return Results.of(
        Map.of(
            "activeTargets",
            active,
            "droppedTargets",
            dropped,
            "droppedTargetCounts",
            droppedCounts(params)));
  }

  /** The jobs, and the probes that scrape. */
  Reply pools(Params params) {
    Set<String> pools = new TreeSet<>(droppedCounts(params).keySet());
    scraped(params).forEach(view -> pools.add(view.probe().key().toString()));
    return Results.of(Map.of("scrapePools", List.copyOf(pools)));
  }

  private Stream<Scraping.TargetView> targetsOf(Params params) {
    String pool = params.find("scrapePool");
    return watched.targets().stream()
        .filter(target -> params.sees(target.system()))
        .filter(target -> pool == null || pool.equals(target.pool()));
  }

  private Stream<Scraping.DroppedView> droppedOf(Params params) {
    String pool = params.find("scrapePool");
    return watched.dropped().stream()
        .filter(target -> params.sees(target.system()))
        .filter(target -> pool == null || pool.equals(target.pool()));
  }

  private Map<String, Integer> droppedCounts(Params params) {
    Map<String, Integer> counts = new TreeMap<>();
    watched
        .droppedCounts()
        .forEach(
            (system, jobs) -> {
              if (params.sees(system)) {
                jobs.forEach((job, count) -> counts.merge(job, count, Integer::sum));
              }
            });
    return counts;
  }

  private static Map<String, Object> dropped(Scraping.DroppedView view) {
    Map<String, Object> map = new TreeMap<>();
    map.put("discoveredLabels", new TreeMap<>(view.discovered()));
    map.put("scrapePool", view.pool());
    if (!view.why().isEmpty()) {
      map.put("lastError", view.why());
    }
    return map;
  }

  private static Map<String, Object> target(Scraping.TargetView view) {
    Map<String, Object> map = new TreeMap<>();
    Scraping.Scraped last = view.last();
    map.put("discoveredLabels", new TreeMap<>(view.discovered()));
    map.put("labels", view.labels());
    map.put("scrapePool", view.pool());
    map.put("scrapeUrl", view.url());
    map.put("globalUrl", view.url());
    map.put("lastError", last == null ? "" : last.error());
    map.put("lastScrape", last == null ? Times.NEVER : Times.text(last.at()));
    map.put("lastScrapeDuration", last == null ? 0 : Times.seconds(last.took()));
    map.put("health", health(view.status()));
    map.put("scrapeInterval", duration(view.pace().interval()));
    map.put("scrapeTimeout", duration(view.pace().timeout()));
    return map;
  }

  Reply metadata(Params params) {
    String metric = params.find("metric");
    Map<String, Set<Map<String, String>>> all = new TreeMap<>();
    Stream.concat(
            targetsOf(params).flatMap(target -> target.families().stream()),
            probes(params).flatMap(view -> families(view).stream()))
        .filter(family -> metric == null || family.name().equals(metric))
        .forEach(
            family ->
                all.computeIfAbsent(
                        family.name(),
                        name -> new TreeSet<>(java.util.Comparator.comparing(Map::toString)))
                    .add(map(family)));
    int perMetric = params.limit("limit_per_metric");
    if (perMetric > 0) {
      all.replaceAll(
          (name, texts) ->
              texts.stream().limit(perMetric).collect(Collectors.toCollection(LinkedHashSet::new)));
    }
    int limit = params.limit();
    if (limit > 0) {
      List.copyOf(all.keySet()).stream().skip(limit).forEach(all::remove);
    }
    return Results.of(all);
  }

  Reply ofTargets(Params params) {
    String metric = params.find("metric");
    List<Map<String, Object>> all = new ArrayList<>();
    targetsOf(params)
        .forEach(
            target ->
                target.families().stream()
                    .filter(family -> metric == null || family.name().equals(metric))
                    .forEach(family -> all.add(ofTarget(target.labels(), family, metric == null))));
    scraped(params)
        .forEach(
            view ->
                watched.families().of(view.probe().key()).stream()
                    .filter(family -> metric == null || family.name().equals(metric))
                    .forEach(family -> all.add(ofTarget(labels(view), family, metric == null))));
    return Results.of(all, params.limit());
  }

  private static Map<String, Object> ofTarget(
      Map<String, String> target, Families.Family family, boolean named) {
    Map<String, Object> map = new TreeMap<>(map(family));
    map.put("target", target);
    if (named) {
      map.put("metric", family.name());
    }
    return map;
  }

  private static Map<String, String> map(Families.Family family) {
    return new TreeMap<>(
        Map.of("type", family.type(), "help", family.help(), "unit", family.unit()));
  }

  /** Of a scraped target what it told; of every kind of probe what it declares. */
  private List<Families.Family> families(ProbeView view) {
    List<Families.Family> all = new ArrayList<>(watched.families().of(view.probe().key()));
    for (SampleName name : view.probe().spec().kind().samples()) {
      String type = name.name().endsWith("_total") ? "counter" : "gauge";
      all.add(new Families.Family(name.name(), type, name.doc(), ""));
    }
    return all;
  }

  private Stream<ProbeView> probes(Params params) {
    return watched.probes().get().stream().filter(view -> params.sees(view.probe().key().system()));
  }

  private Stream<ProbeView> scraped(Params params) {
    String pool = params.find("scrapePool");
    return probes(params)
        .filter(view -> view.probe().spec().check() instanceof ScrapeTarget)
        .filter(view -> pool == null || pool.equals(view.probe().key().toString()));
  }

  private static Map<String, String> labels(ProbeView view) {
    if (!(view.probe().spec().check() instanceof ScrapeTarget target)) {
      throw new IllegalArgumentException(view.probe().key() + " scrapes nothing");
    }
    return new TreeMap<>(
        Map.of(
            "job",
            target.job(view.probe().key()),
            "instance",
            target.instance(),
            "system",
            view.probe().key().system()));
  }

  private static Map<String, Object> target(ProbeView view) {
    Map<String, Object> map = new TreeMap<>();
    ProbeResult last = view.last();
    map.put("discoveredLabels", Map.of());
    map.put("labels", labels(view));
    map.put("scrapePool", view.probe().key().toString());
    String url =
        view.probe().spec().check() instanceof ScrapeTarget target ? target.url().toString() : "";
    map.put("scrapeUrl", url);
    map.put("globalUrl", url);
    map.put("lastError", last == null || last.status() == Status.OK ? "" : last.evidence());
    map.put("lastScrape", last == null ? Times.NEVER : Times.text(last.started()));
    map.put("lastScrapeDuration", last == null ? 0 : Times.seconds(last.duration()));
    map.put("health", health(view.status()));
    var pace = view.probe().spec().pace();
    map.put("scrapeInterval", duration(pace.every()));
    map.put("scrapeTimeout", duration(pace.timeout()));
    return map;
  }

  private static String duration(java.time.Duration duration) {
    return jigi.metrics.promql.Durations.formatMillis(duration.toMillis());
  }

  private static String health(Status status) {
    return switch (status) {
      case OK, WARN -> "up";
      case FAIL -> "down";
      case UNKNOWN -> "unknown";
    };
  }
}
