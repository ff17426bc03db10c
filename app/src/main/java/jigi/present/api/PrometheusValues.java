package jigi.present.api;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.metrics.promql.QueryResult;

/** Samples as Prometheus's API writes them: seconds as a number, the value as text. */
final class PrometheusValues {
  private PrometheusValues() {}

  static List<Object> vector(QueryResult.Vector vector) {
    List<Object> all = new ArrayList<>();
    for (QueryResult.Sample sample : vector.samples()) {
      all.add(
          Map.of(
              "metric",
              sample.labels().toMap(),
              "value",
              pair(sample.timestampMs(), sample.value())));
    }
    return all;
  }

  static List<Object> matrix(QueryResult.Matrix matrix) {
    List<Object> all = new ArrayList<>();
    for (QueryResult.Points points : matrix.series()) {
      List<Object> values = new ArrayList<>(points.size());
      for (int i = 0; i < points.size(); i++) {
        values.add(pair(points.timestampsMs()[i], points.values()[i]));
      }
      all.add(Map.of("metric", points.labels().toMap(), "values", values));
    }
    return all;
  }

  static List<Object> pair(long timestampMs, double value) {
    return List.of(seconds(timestampMs), text(value));
  }

  static BigDecimal seconds(long timestampMs) {
    BigDecimal seconds = BigDecimal.valueOf(timestampMs, 3).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  /** Shortest digits that give the value back, without an exponent where Prometheus has none. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    double size = Math.abs(value);
    if (size >= 1e-6 && size < 1e21) {
      BigDecimal plain = new BigDecimal(Double.toString(value)).stripTrailingZeros();
      return plain.toPlainString();
    }
    return Double.toString(value)
        .replace(".0E", "E")
        .replaceAll("E(\\d)", "e+$1")
        .replace("E-", "e-")
        .replaceAll("e([+-])(\\d)$", "e$10$2");
  }
}
