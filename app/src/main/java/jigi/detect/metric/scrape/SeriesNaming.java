package jigi.detect.metric.scrape;

import java.util.Map;
import java.util.TreeMap;
import jigi.detect.probe.scrape.ExpositionParser;
import jigi.detect.probe.scrape.OfferedSeries;
import jigi.metrics.model.Labels;

/** Makes of a series that a target offers the one that is stored. */
final class SeriesNaming implements OfferedSeries.Naming {
  private final ScrapeConfig config;
  private final Labels target;

  SeriesNaming(ScrapeConfig config, Labels target) {
    this.config = config;
    this.target = target;
  }

  @Override
  public Labels name(Labels offered) throws ExpositionParser.Bad {
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < offered.size(); i++) {
      if (!offered.value(i).isEmpty()) {
        labels.put(offered.name(i), offered.value(i));
      }
    }
    for (int i = 0; i < target.size(); i++) {
      add(labels, target.name(i), target.value(i));
    }
    if (!RelabelRule.apply(config.relabelling().series(), labels)) {
      return Labels.EMPTY;
    }
    // Relabelling may drop the label by which systems are told apart, or take another one's name.
    labels.put("system", String.valueOf(target.get("system")));
    if (labels.getOrDefault(Labels.METRIC_NAME, "").isEmpty()) {
      throw new ExpositionParser.Bad("metric_relabel_configs leave a series without a name");
    }
    Labels named = Labels.of(labels);
    checkLimits(named);
    return named;
  }

  /** The system is always ours: by it manuals are kept apart. */
  private void add(Map<String, String> labels, String name, String value) {
    String theirs = labels.get(name);
    if (theirs != null && config.reading().honorLabels() && !name.equals("system")) {
      return;
    }
    if (theirs != null) {
      String renamed = "exported_" + name;
      while (labels.containsKey(renamed) || target.get(renamed) != null) {
        renamed = "exported_" + renamed;
      }
      labels.put(renamed, theirs);
    }
    labels.put(name, value);
  }

  private void checkLimits(Labels labels) throws ExpositionParser.Bad {
    ScrapeConfig.Limits limits = config.limits();
    if (limits.labels() > 0 && labels.size() > limits.labels()) {
      throw new ExpositionParser.Bad(
          "label_limit exceeded (metric: "
              + labels.metricName()
              + ", number of labels: "
              + labels.size()
              + ", limit: "
              + limits.labels()
              + ")");
    }
    for (int i = 0; i < labels.size(); i++) {
      check("label_name_length_limit", labels, i, labels.name(i), limits.labelNameLength());
      check("label_value_length_limit", labels, i, labels.value(i), limits.labelValueLength());
    }
  }

  private static void check(String what, Labels labels, int at, String text, int limit)
      throws ExpositionParser.Bad {
    if (limit > 0 && text.length() > limit) {
      throw new ExpositionParser.Bad(
          what
              + " exceeded (metric: "
              + labels.metricName()
              + ", label name: "
              + labels.name(at)
              + ", length: "
              + text.length()
              + ", limit: "
              + limit
              + ")");
    }
  }
}
