package jigi.metrics.promql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the remarks of one query, each text once. */
final class Annotations {
  private static final String WARN = "PromQL warning: ";
  private static final String INFO = "PromQL info: ";

  private final Map<String, Annotation> byMessage = new LinkedHashMap<>();

  void warn(String message, Position position) {
    add(Annotation.Kind.WARN, WARN + message, position);
  }

  void info(String message, Position position) {
    add(Annotation.Kind.INFO, INFO + message, position);
  }

  private void add(Annotation.Kind kind, String message, Position position) {
    byMessage.putIfAbsent(message, new Annotation(kind, message, position));
  }

  void invalidQuantile(double quantile, Position position) {
    warn("quantile value should be between 0 and 1, got " + Text.general(quantile), position);
  }

  void invalidRatio(double ratio, double capped, Position position) {
    warn(
        "ratio value should be between -1 and 1, got "
            + Text.general(ratio)
            + ", capping to "
            + Text.general(capped),
        position);
  }

  List<Annotation> toList() {
    return List.copyOf(byMessage.values());
  }
}
