package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.detect.probe.ComponentView;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.Sample;
import jigi.detect.probe.SampleName;
import org.jspecify.annotations.Nullable;

/** Which of a component's metrics are worth a line on its page. */
final class Drawn {
  private static final int MOST = 5;

  /** Shares first: they say how much is left. */
  private static final List<String> UNITS = List.of("ratio", "seconds", "bytes", "count");

  private static final Set<String> OWN = Set.of("probe_success", "probe_duration_seconds");

  private Drawn() {}

  /** A metric whose series name the component. */
  record Metric(String name, String unit, String doc) {}

  static List<Metric> of(ComponentView view) {
    Map<String, Metric> all = new LinkedHashMap<>();
    for (ProbeView probe : view.probes()) {
      ProbeResult last = probe.last();
      if (last != null && !probe.probe().spec().kind().samplesLackComponent()) {
        for (Sample sample : last.samples()) {
          String name = sample.name();
          if (!all.containsKey(name) && isWanted(name)) {
            SampleName said = said(probe, name);
            String unit = said == null ? unit(name) : said.unit();
            String doc = said == null ? "" : said.doc();
            all.put(name, new Metric(name, unit, doc));
          }
        }
      }
    }
    List<Metric> drawn = new ArrayList<>(all.values());
    drawn.removeIf(metric -> !UNITS.contains(metric.unit()));
    drawn.sort(
        Comparator.comparingInt((Metric metric) -> UNITS.indexOf(metric.unit()))
            .thenComparing(metric -> !metric.name().endsWith("_used_ratio")));
    return drawn.subList(0, Math.min(MOST, drawn.size())).stream()
        .map(Drawn::inUnitsOfCharts)
        .toList();
  }

  /** Counters only grow: their height says nothing. */
  private static boolean isWanted(String name) {
    return !OWN.contains(name) && !name.endsWith("_total") && !name.endsWith("_info");
  }

  private static @Nullable SampleName said(ProbeView probe, String name) {
    return probe.probe().spec().kind().samples().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** By the suffix that the naming conventions of Prometheus ask for. */
  private static String unit(String name) {
    for (String unit : UNITS) {
      if (name.endsWith("_" + unit)) {
        return unit;
      }
    }
    return name.endsWith("_timestamp_seconds") ? "timestamp" : "count";
  }

  private static Metric inUnitsOfCharts(Metric metric) {
    String unit =
        switch (metric.unit()) {
          case "seconds" -> "s";
          case "count" -> "";
          default -> metric.unit();
        };
    return new Metric(metric.name(), unit, metric.doc());
  }
}
