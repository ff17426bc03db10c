package jigi.metrics.promql;

import java.util.Arrays;

/**
 * The cumulative buckets of one classic histogram at one time, in order of their upper bounds. The
 * interpolation is the one that Prometheus documents for {@code histogram_quantile}.
 */
final class Buckets {
  private static final double TOLERANCE = 1e-12;

  private double[] bounds = new double[32];
  private double[] counts = new double[32];
  private int size;
  private boolean forcedMonotonic;

  void clear() {
    size = 0;
    forcedMonotonic = false;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether the last quantile had to lift counts that were lower than those of smaller bounds. */
  boolean forcedMonotonic() {
    return forcedMonotonic;
  }

  /** Bounds come in ascending order; equal ones are one bucket. */
  void add(double bound, double count) {
    if (size > 0 && bounds[size - 1] == bound) {
      counts[size - 1] += count;
      return;
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    bounds[size] = bound;
    counts[size++] = count;
  }

  double quantile(double quantile) {
    if (Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0 || quantile > 1) {
      return quantile < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    makeMonotonic();
    double observations = counts[size - 1];
    if (size < 2 || observations == 0) {
      return Double.NaN;
    }
    double rank = quantile * observations;
    int bucket = 0;
    while (bucket < size - 1 && !(counts[bucket] >= rank)) {
      bucket++;
    }
    if (bucket == size - 1) {
      return bounds[size - 2];
    }
    if (bucket == 0) {
      return bounds[0] <= 0 ? bounds[0] : bounds[0] * (rank / counts[0]);
    }
    double start = bounds[bucket - 1];
    double below = counts[bucket - 1];
    return start + (bounds[bucket] - start) * ((rank - below) / (counts[bucket] - below));
  }

  private void makeMonotonic() {
    double previous = counts[0];
    for (int i = 1; i < size; i++) {
      double count = counts[i];
      if (count == previous) {
        continue;
      }
      if (almostEqual(previous, count)) {
        counts[i] = previous;
      } else if (count < previous) {
        counts[i] = previous;
        forcedMonotonic = true;
      } else {
        previous = count;
      }
    }
  }

  /** Equal but for what floating-point arithmetic loses. */
  private static boolean almostEqual(double a, double b) {
    double difference = Math.abs(a - b);
    double sum = Math.abs(a) + Math.abs(b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < TOLERANCE * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }

  /** The share of observations between two values. */
  double fraction(double lower, double upper) {
    if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double count = counts[size - 1];
    if (count == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    if (lower >= upper) {
      return 0;
    }
    return (Math.min(rank(upper), count) - Math.min(rank(lower), count)) / count;
  }

  /** How many observations lie below a value. */
  private double rank(double value) {
    double rank = 0;
    double lowerBound = bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < size; i++) {
      if (lowerBound >= value) {
        return rank;
      }
      if (bounds[i] > value) {
        return lowerBound == Double.NEGATIVE_INFINITY
            ? counts[i]
            : rank + (counts[i] - rank) * (value - lowerBound) / (bounds[i] - lowerBound);
      }
      rank = counts[i];
      lowerBound = bounds[i];
    }
    return counts[size - 1];
  }
}
