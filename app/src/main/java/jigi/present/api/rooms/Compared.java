package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import jigi.present.api.view.Measure;
import org.jspecify.annotations.Nullable;

/** Lays what two executions of a probe have measured side by side. */
final class Compared {
  private static final int MOST = 100;
  private static final List<String> COMMON = List.of("system", "component", "probe", "host");

  private Compared() {}

  /** Those that differ come first; the probe's own success is its status and left out. */
  static List<Measure> measures(@Nullable ProbeResult last, @Nullable ProbeResult before) {
    if (last == null) {
      return List.of();
    }
    Map<String, Double> now = values(last);
    Map<String, Double> then = before == null ? Map.of() : values(before);
    TreeSet<String> names = new TreeSet<>(now.keySet());
    names.addAll(then.keySet());
    List<Measure> changed = new ArrayList<>();
    List<Measure> same = new ArrayList<>();
    for (String name : names) {
      Measure measure = new Measure(name, now.get(name), then.get(name));
      (measure.changed() ? changed : same).add(measure);
    }
    changed.addAll(same);
    return changed.subList(0, Math.min(MOST, changed.size()));
  }

  private static Map<String, Double> values(ProbeResult result) {
    Map<String, Double> values = new TreeMap<>();
    for (Sample sample : result.samples()) {
      Labels labels = sample.labels();
      for (String common : COMMON) {
        labels = labels.without(common);
      }
      if (!sample.name().equals("probe_success")) {
        values.put(labels.toString(), sample.value());
      }
    }
    return values;
  }
}
