package jigi.detect.metric.scrape;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Durations;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What is scraped.
 *
 * @param discovered labels before relabelling
 * @param labels of every series
 */
record Target(Map<String, String> discovered, Labels labels, URI url, ScrapeConfig.Pace pace) {
  private static final String PARAM = "__param_";

  /** What became of a discovered target. */
  sealed interface Outcome {}

  /** It is scraped. */
  record Kept(Target target) implements Outcome {}

  /**
   * It is not scraped.
   *
   * @param why empty when relabelling dropped it as it should
   */
  record Dropped(Map<String, String> discovered, String why) implements Outcome {}

  /**
   * Completes and relabels what was found.
   *
   * @param system becomes a label that nobody else may set
   */
  static Outcome of(ScrapeConfig config, String system, Map<String, String> found) {
    Map<String, String> labels = new TreeMap<>(found);
    labels.putIfAbsent("job", config.job());
    labels.putIfAbsent("__scrape_interval__", Durations.format(config.pace().interval()));
    labels.putIfAbsent("__scrape_timeout__", Durations.format(config.pace().timeout()));
    labels.putIfAbsent("__metrics_path__", config.address().path());
    labels.putIfAbsent("__scheme__", config.address().scheme());
    config
        .address()
        .params()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                labels.putIfAbsent(PARAM + name, values.getFirst());
              }
            });
    Map<String, String> discovered = Map.copyOf(labels);
    if (!RelabelRule.apply(config.relabelling().targets(), labels)) {
      return new Dropped(discovered, "");
    }
    return finished(config, system, discovered, labels);
  }

  private static Outcome finished(
      ScrapeConfig config, String system, Map<String, String> discovered, Map<String, String> all) {
    String address = all.getOrDefault(TargetGroup.ADDRESS, "");
    if (address.isEmpty()) {
      return new Dropped(discovered, "no address");
    }
    Duration interval = Durations.parse(all.getOrDefault("__scrape_interval__", ""));
    Duration timeout = Durations.parse(all.getOrDefault("__scrape_timeout__", ""));
    if (interval == null || interval.isZero() || timeout == null || timeout.isZero()) {
      return new Dropped(discovered, "__scrape_interval__ or __scrape_timeout__ is no duration");
    }
    if (timeout.compareTo(interval) > 0) {
      return new Dropped(discovered, "the scrape timeout is longer than the interval");
    }
    URI url = url(config, address, all);
    if (url == null) {
      return new Dropped(discovered, "\"" + address + "\" is not a valid address");
    }
    Map<String, String> labels = new TreeMap<>(all);
    labels.putIfAbsent("instance", address);
    labels.keySet().removeIf(name -> name.startsWith("__"));
    String theirs = labels.remove("system");
    if (theirs != null) {
      labels.put("exported_system", theirs);
    }
    labels.put("system", system);
    return new Kept(
        new Target(discovered, Labels.of(labels), url, new ScrapeConfig.Pace(interval, timeout)));
  }

  private static @Nullable URI url(
      ScrapeConfig config, String address, Map<String, String> labels) {
    Map<String, List<String>> params = new LinkedHashMap<>(config.address().params());
    labels.forEach(
        (name, value) -> {
          if (name.startsWith(PARAM)) {
            params.merge(name.substring(PARAM.length()), List.of(value), Target::firstReplaced);
          }
        });
    StringBuilder query = new StringBuilder();
    params.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    query
                        .append(query.isEmpty() ? "?" : "&")
                        .append(encoded(name))
                        .append('=')
                        .append(encoded(value))));
    String path = labels.getOrDefault("__metrics_path__", "");
    try {
      URI url =
          new URI(
              labels.getOrDefault("__scheme__", "http")
                  + "://"
                  + address
                  + (path.startsWith("/") ? path : "/" + path)
                  + query);
      boolean plain = url.getUserInfo() == null && !address.contains("/");
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return url.getHost() != null && plain && http ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static List<String> firstReplaced(List<String> before, List<String> first) {
    List<String> all = new java.util.ArrayList<>(before);
    if (all.isEmpty()) {
      return first;
    }
    all.set(0, first.getFirst());
    return all;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
