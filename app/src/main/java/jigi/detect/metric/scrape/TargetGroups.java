package jigi.detect.metric.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;

/** Reads {@code [{targets: [host:port, …], labels: {…}}, …]}. */
final class TargetGroups {
  private static final Field<List<String>> TARGETS =
      Field.required("targets", Shapes.listOf(Shapes.text()), "Addresses, host:port.");
  private static final Field<Map<String, String>> LABELS =
      Field.optional("labels", Shapes.mapOf(Shapes.text()), "Labels of all of them.");
  private static final Shape<List<Values>> GROUPS =
      Shapes.listOf(ObjectShape.of("a group of targets", List.of(TARGETS, LABELS), v -> v));

  private TargetGroups() {}

  static Shape<List<Values>> shape() {
    return GROUPS;
  }

  /** Empty after reporting what is wrong. */
  static List<TargetGroup> read(Node node, String source, Problems problems) {
    List<Values> values = GROUPS.read(node, problems);
    return values == null ? List.of() : of(values, source);
  }

  static List<TargetGroup> of(List<Values> groups, String source) {
    List<TargetGroup> all = new ArrayList<>();
    for (Values group : groups) {
      List<Map<String, String>> targets = new ArrayList<>();
      for (String address : group.get(TARGETS)) {
        Map<String, String> target = new TreeMap<>(group.find(LABELS, Map.of()));
        if (!source.isEmpty()) {
          target.put("__meta_filepath", source);
        }
        target.put(TargetGroup.ADDRESS, address);
        targets.add(target);
      }
      all.add(new TargetGroup(source + ":" + all.size(), targets));
    }
    return all;
  }
}
