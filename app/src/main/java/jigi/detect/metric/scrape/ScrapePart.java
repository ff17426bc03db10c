package jigi.detect.metric.scrape;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Shapes;
import jigi.detect.probe.ProbeKind;

/** Reads a manual's {@code prometheus.yml}, a configuration of Prometheus as it is. */
public final class ScrapePart implements ManualPart<ScrapeConfigs> {
  private static final List<String> FILES =
      List.of(
          "stand-ins/prometheus.yml",
          "stand-ins/prometheus.yaml",
          "prometheus.yml",
          "prometheus.yaml");

  private static final Field<List<String>> METRICS =
      Field.optional(
          "scraped-metrics",
          Shapes.listOf(Shapes.text()),
          "Names of metrics that the targets of prometheus.yml offer, so that rules over others are"
              + " errors.");

  @Override
  public List<Field<?>> fields() {
    return List.of(METRICS);
  }

  @Override
  public ScrapeConfigs read(ManualReading reading) {
    Map<String, String> files = reading.source().files();
    List<String> metrics = reading.find(METRICS);
    for (String name : FILES) {
      String text = files.get(name);
      if (text != null) {
        List<ScrapeConfig> jobs = new ScrapeFileReader(reading.problems()).read(name, text);
        // What a mistake hides is not missed a second time by every rule.
        boolean misread =
            reading.problems().sorted().stream()
                .anyMatch(each -> each.isError() && each.place().file().equals(name));
        return new ScrapeConfigs(true, jobs, misread ? null : metrics);
      }
    }
    return ScrapeConfigs.NONE;
  }

  /** What the targets add to what probes measure. */
  public ProbeKind.Offer offer(ManualReading reading) {
    ScrapeConfigs configs = reading.part(this);
    List<String> metrics = configs.metrics();
    if (!configs.written()) {
      return ProbeKind.Offer.NOTHING;
    }
    return new ProbeKind.Offer(metrics == null, names(metrics == null ? List.of() : metrics));
  }

  private static List<String> names(List<String> more) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                "up",
                "scrape_duration_seconds",
                "scrape_samples_scraped",
                "scrape_samples_post_metric_relabeling",
                "scrape_series_added"));
    all.addAll(more);
    return all;
  }
}
