package jigi.detect.metric.scrape;

import java.util.List;
import java.util.Map;

/**
 * Targets that were found together.
 *
 * @param source which file, name or entry they are of; stable
 * @param targets labels of each, its address as {@code __address__}
 */
record TargetGroup(String source, List<Map<String, String>> targets) {
  static final String ADDRESS = "__address__";

  TargetGroup {
    targets = List.copyOf(targets);
  }
}
