package jigi.detect.probe.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lines are looked at for.
 *
 * @param access null for a log that is none of requests
 */
record LineRules(List<LinePattern> patterns, @Nullable AccessFormat access) {
  LineRules {
    patterns = List.copyOf(patterns);
  }

  static LineRules of(List<LinePattern> patterns) {
    return new LineRules(patterns, null);
  }

  List<String> names() {
    return patterns.stream().map(LinePattern::name).toList();
  }
}
