package jigi.metrics.promql;

import java.util.Arrays;

/** Aggregations over time. */
final class OverTime {
  private OverTime() {}

  static double sum(Window w) {
    KahanSum sum = new KahanSum();
    for (int i = w.from; i < w.to; i++) {
      sum.add(w.values[i]);
    }
    return sum.value();
  }

  static double average(Window w) {
    Mean mean = new Mean();
    for (int i = w.from; i < w.to; i++) {
      mean.add(w.values[i]);
    }
    return mean.value();
  }

  /** The sum divided by the count; a running mean from where the sum would overflow. */
  static final class Mean {
    private double sum;
    private double compensation;
    private double count;
    private boolean incremental;

    void add(double value) {
      count++;
      if (!incremental) {
        double next = sum + value;
        if (count == 1 || !Double.isInfinite(next)) {
          compensation = KahanSum.compensation(sum, compensation, value, next);
          sum = next;
          return;
        }
        incremental = true;
        sum /= count - 1;
        compensation /= count - 1;
      }
      double share = (count - 1) / count;
      double scaled = share * sum;
      double part = value / count;
      double next = scaled + part;
      compensation = KahanSum.compensation(scaled, share * compensation, part, next);
      sum = next;
    }

    double value() {
      return incremental ? sum + compensation : sum / count + compensation / count;
    }
  }

  /**
   * The index of the smallest or greatest value; NaN only if all are.
   *
   * @param latest whether the last of equal values counts, else the first
   */
  static int extreme(Window w, boolean greatest, boolean latest) {
    int best = w.from;
    for (int i = w.from; i < w.to; i++) {
      double value = w.values[i];
      double extreme = w.values[best];
      boolean better = greatest ? value > extreme : value < extreme;
      if (better || Double.isNaN(extreme) || (latest && value == extreme)) {
        best = i;
      }
    }
    return best;
  }

  static double variance(Window w) {
    double count = 0;
    double mean = 0;
    double meanC = 0;
    double squares = 0;
    double squaresC = 0;
    for (int i = w.from; i < w.to; i++) {
      double value = w.values[i];
      count++;
      double delta = value - (mean + meanC);
      double nextMean = mean + delta / count;
      meanC = KahanSum.compensation(mean, meanC, delta / count, nextMean);
      mean = nextMean;
      double square = delta * (value - (mean + meanC));
      double nextSquares = squares + square;
      squaresC = KahanSum.compensation(squares, squaresC, square, nextSquares);
      squares = nextSquares;
    }
    return (squares + squaresC) / count;
  }

  static double quantile(Window w, double quantile) {
    return quantile(Arrays.copyOfRange(w.values, w.from, w.to), w.count(), quantile);
  }

  static double medianDeviation(Window w) {
    double[] values = Arrays.copyOfRange(w.values, w.from, w.to);
    for (double value : values) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
    }
    double median = quantile(values, values.length, 0.5);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    return quantile(values, values.length, 0.5);
  }

  /**
   * The quantile of the first {@code count} values, which get sorted; NaN is the smallest value.
   * Between two values it is interpolated.
   */
  static double quantile(double[] values, int count, double quantile) {
    if (count == 0 || Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    int nans = 0;
    for (int i = 0; i < count; i++) {
      if (Double.isNaN(values[i])) {
        values[i] = values[nans];
        values[nans++] = Double.NaN;
      }
    }
    Arrays.sort(values, nans, count);
    double rank = quantile * (count - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return values[lower] * (1 - weight) + values[upper] * weight;
  }
}
