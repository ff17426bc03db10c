package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** Quantiles and fractions of classic histograms, which are series with an {@code le} label. */
final class Histograms {
  private static final String BUCKET = "le";

  private final Evaluator evaluator;
  private final Expr argument;
  private final Map<Labels, List<Bucket>> groups = new LinkedHashMap<>();

  /** One cumulative bucket over all steps. */
  private record Bucket(double upperBound, Row row) {}

  private Histograms(Evaluator evaluator, Expr argument) {
    this.evaluator = evaluator;
    this.argument = argument;
  }

  static void evaluate(Evaluator evaluator, Expr.Call call, RowSink sink) {
    List<Expr> arguments = call.arguments();
    switch (call.function()) {
      case HISTOGRAM_QUANTILE -> {
        Histograms histograms = new Histograms(evaluator, arguments.get(1));
        double[] quantiles = histograms.quantileArgument(arguments.get(0));
        histograms.collect();
        histograms.quantiles(quantiles, null, "", sink);
        evaluator.release(quantiles);
        histograms.release();
      }
      case HISTOGRAM_QUANTILES -> {
        Histograms histograms = new Histograms(evaluator, arguments.get(0));
        histograms.collect();
        String label = Evaluator.string(arguments.get(1));
        for (Expr quantile : arguments.subList(2, arguments.size())) {
          double[] quantiles = histograms.quantileArgument(quantile);
          histograms.perQuantile(quantiles, label, sink);
          evaluator.release(quantiles);
        }
        histograms.release();
      }
      default -> {
        Histograms histograms = new Histograms(evaluator, arguments.get(2));
        histograms.collect();
        histograms.fractions(arguments.get(0), arguments.get(1), sink);
        histograms.release();
      }
    }
  }

  private double[] quantileArgument(Expr expr) {
    double[] quantiles = evaluator.scalar(expr);
    for (double quantile : quantiles) {
      if (!(quantile >= 0 && quantile <= 1)) {
        evaluator.context.annotations.invalidQuantile(quantile, expr.position());
      }
    }
    return quantiles;
  }

  private void collect() {
    evaluator.vector(
        argument,
        (labels, dropName, values) -> {
          String le = labels.getOrEmpty(BUCKET);
          Double bound = bound(le);
          if (bound == null) {
            evaluator.context.annotations.warn(
                "bucket label \"le\" is missing or has a malformed value of "
                    + Text.quote(le)
                    + ofMetric(labels),
                argument.position());
            evaluator.release(values);
            return;
          }
          Labels group = labels.without(BUCKET);
          groups
              .computeIfAbsent(group, g -> new ArrayList<>())
              .add(new Bucket(bound, new Row(group, dropName, values)));
        });
    groups.values().forEach(list -> list.sort(Comparator.comparingDouble(Bucket::upperBound)));
  }

  private static String ofMetric(Labels labels) {
    String name = labels.metricName();
    return name.isEmpty() ? "" : " for metric name " + Text.quote(name);
  }

  private static @Nullable Double bound(String le) {
    String plain = le.startsWith("+") ? le.substring(1) : le;
    if (plain.equalsIgnoreCase("inf") || plain.equalsIgnoreCase("infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    if (plain.equalsIgnoreCase("-inf")) {
      return Double.NEGATIVE_INFINITY;
    }
    try {
      return plain.isEmpty() ? null : Double.valueOf(plain);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private void release() {
    groups.values().forEach(list -> list.forEach(bucket -> evaluator.release(bucket.row().values)));
  }

  /** A quantile that changes between steps belongs to another series at each. */
  private void perQuantile(double[] quantiles, String label, RowSink sink) {
    double[] distinct = Arrays.stream(quantiles).distinct().toArray();
    for (double quantile : distinct) {
      double[] only = evaluator.take();
      for (int i = 0; i < only.length; i++) {
        only[i] = Double.compare(quantiles[i], quantile) == 0 ? quantile : Absent.VALUE;
      }
      quantiles(only, label, openMetrics(quantile), sink);
      evaluator.release(only);
    }
  }

  private static String openMetrics(double quantile) {
    String text = Text.number(quantile);
    return text.matches("-?[0-9]+") ? text + ".0" : text;
  }

  private void quantiles(
      double[] quantiles, @Nullable String label, String labelValue, RowSink sink) {
    Buckets buckets = new Buckets();
    groups.forEach(
        (labels, list) -> {
          double[] out = evaluator.take();
          for (int i = 0; i < out.length; i++) {
            out[i] = Absent.VALUE;
            if (!Absent.is(quantiles[i]) && load(buckets, list, i)) {
              out[i] = buckets.quantile(quantiles[i]);
              remarkOnMonotonicity(buckets, labels);
            }
          }
          emit(label == null ? labels : labels.with(label, labelValue), out, sink);
        });
  }

  private void remarkOnMonotonicity(Buckets buckets, Labels labels) {
    if (buckets.forcedMonotonic()) {
      evaluator.context.annotations.info(
          "input to histogram_quantile needed to be fixed for monotonicity (see"
              + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
              + ofMetric(labels),
          argument.position());
    }
  }

  private void fractions(Expr lowerExpr, Expr upperExpr, RowSink sink) {
    double[] lower = evaluator.scalar(lowerExpr);
    double[] upper = evaluator.scalar(upperExpr);
    Buckets buckets = new Buckets();
    groups.forEach(
        (labels, list) -> {
          double[] out = evaluator.take();
          for (int i = 0; i < out.length; i++) {
            out[i] = load(buckets, list, i) ? buckets.fraction(lower[i], upper[i]) : Absent.VALUE;
          }
          emit(labels, out, sink);
        });
    evaluator.release(lower);
    evaluator.release(upper);
  }

  private void emit(Labels labels, double[] out, RowSink sink) {
    if (Absent.everywhere(out)) {
      evaluator.release(out);
    } else {
      sink.accept(labels, true, out);
    }
  }

  private static boolean load(Buckets buckets, List<Bucket> list, int step) {
    buckets.clear();
    for (Bucket bucket : list) {
      double count = bucket.row().values[step];
      if (!Absent.is(count)) {
        buckets.add(bucket.upperBound(), count);
      }
    }
    return !buckets.isEmpty();
  }
}
