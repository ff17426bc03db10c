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
    warn("quantile value should be between 0 and 1, got " + general(quantile), position);
  }

  void invalidRatio(double ratio, double capped, Position position) {
    warn(
        "ratio value should be between -1 and 1, got "
            + general(ratio)
            + ", capping to "
            + general(capped),
        position);
  }

  /** A number as Go's %g. */
  private static String general(double value) {
    double abs = Math.abs(value);
    if (value == 0 || Double.isNaN(abs) || Double.isInfinite(abs) || (abs >= 1e-4 && abs < 1e21)) {
      return Text.number(value);
    }
    return Double.toString(value)
        .replace(".0E", "E")
        .replaceAll("E(-?)(\\d)$", "E$10$2")
        .replaceAll("E(\\d)", "E+$1")
        .replace('E', 'e');
  }

  List<Annotation> toList() {
    return List.copyOf(byMessage.values());
  }
}
