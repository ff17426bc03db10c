package jigi.metrics.promql;

/** Straight lines through samples, and smoothing. */
final class Regression {
  private Regression() {}

  static double deriv(Window w) {
    return w.count() < 2 ? Absent.VALUE : line(w, w.times[w.from], true, 0);
  }

  static double predict(Window w) {
    return w.count() < 2 ? Absent.VALUE : line(w, w.evaluationMs, false, w.first);
  }

  /** Least squares; either the slope per second or the value {@code ahead} seconds after zero. */
  private static double line(Window w, long zeroMs, boolean slopeOnly, double ahead) {
    double firstY = w.values[w.from];
    boolean constant = true;
    KahanSum sumX = new KahanSum();
    KahanSum sumY = new KahanSum();
    KahanSum sumXY = new KahanSum();
    KahanSum sumX2 = new KahanSum();
    for (int i = w.from; i < w.to; i++) {
      double x = (w.times[i] - zeroMs) / 1e3;
      double y = w.values[i];
      constant &= i == w.from || y == firstY;
      sumX.add(x);
      sumY.add(y);
      sumXY.add(x * y);
      sumX2.add(x * x);
    }
    if (constant) {
      double slope = Double.isInfinite(firstY) ? Double.NaN : 0;
      return slopeOnly ? slope : slope * ahead + firstY;
    }
    double n = w.count();
    double covariance = sumXY.value() - sumX.value() * sumY.value() / n;
    double variance = sumX2.value() - sumX.value() * sumX.value() / n;
    double slope = covariance / variance;
    return slopeOnly ? slope : slope * ahead + (sumY.value() / n - slope * sumX.value() / n);
  }

  /** Holt's double exponential smoothing; the two parameters lie between 0 and 1. */
  static double smooth(Window w) {
    double smoothing = w.first;
    double trendFactor = w.second;
    requireFactor("smoothing factor. Expected: 0 < sf < 1", smoothing);
    requireFactor("trend factor. Expected: 0 < tf < 1", trendFactor);
    if (w.count() < 2) {
      return Absent.VALUE;
    }
    double before = 0;
    double smoothed = w.values[w.from];
    double trend = w.values[w.from + 1] - w.values[w.from];
    for (int i = 1; i < w.count(); i++) {
      if (i > 1) {
        trend = trendFactor * (smoothed - before) + (1 - trendFactor) * trend;
      }
      double next = smoothing * w.values[w.from + i] + (1 - smoothing) * (smoothed + trend);
      before = smoothed;
      smoothed = next;
    }
    return smoothed;
  }

  private static void requireFactor(String what, double value) {
    if (value <= 0 || value >= 1) {
      throw PromQlException.execution("invalid " + what + ", got: " + Text.fixed(value));
    }
  }
}
