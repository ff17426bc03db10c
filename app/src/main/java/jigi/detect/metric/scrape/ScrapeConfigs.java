package jigi.detect.metric.scrape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manual scrapes.
 *
 * @param written whether there is a file at all
 * @param metrics names that are said to come; null when any may
 */
public record ScrapeConfigs(
    boolean written, List<ScrapeConfig> jobs, @Nullable List<String> metrics) {
  static final ScrapeConfigs NONE = new ScrapeConfigs(false, List.of(), null);

  public ScrapeConfigs {
    jobs = List.copyOf(jobs);
  }
}
