package jigi.metrics.promql;

/** Rates and counts of changes, as Prometheus extrapolates them. */
final class Rates {
  private Rates() {}

  static double rate(Window w) {
    return extrapolated(w, true, true);
  }

  static double increase(Window w) {
    return extrapolated(w, true, false);
  }

  static double delta(Window w) {
    return extrapolated(w, false, false);
  }

  /**
   * The difference of the last and first value, stretched to the bounds of the range where samples
   * come near enough to them (10 % over their average distance), else by half that distance; a
   * counter is not stretched to where it would have been negative.
   */
  private static double extrapolated(Window w, boolean counter, boolean perSecond) {
    int first = w.from;
    int last = w.to - 1;
    if (last == first) {
      return Absent.VALUE;
    }
    double result = w.values[last] - w.values[first];
    if (counter) {
      result += w.lostInResets();
    }
    double sampled = (w.times[last] - w.times[first]) / 1000.0;
    double average = sampled / (last - first);
    double threshold = average * 1.1;
    double toStart = (w.times[first] - w.startMs) / 1000.0;
    double toEnd = (w.endMs - w.times[last]) / 1000.0;
    if (toStart >= threshold) {
      toStart = average / 2;
    }
    if (counter && result > 0 && w.values[first] >= 0) {
      toStart = Math.min(toStart, sampled * (w.values[first] / result));
    }
    if (toEnd >= threshold) {
      toEnd = average / 2;
    }
    double factor = (sampled + toStart + toEnd) / sampled;
    return result * (perSecond ? factor / w.rangeSeconds : factor);
  }

  static double irate(Window w) {
    int last = w.to - 1;
    if (w.count() < 2) {
      return Absent.VALUE;
    }
    double before = w.values[last - 1];
    double now = w.values[last];
    double increase = now < before ? now : now - before;
    return increase / ((w.times[last] - w.times[last - 1]) / 1000.0);
  }

  static double idelta(Window w) {
    return w.count() < 2 ? Absent.VALUE : w.values[w.to - 1] - w.values[w.to - 2];
  }

  static double resets(Window w) {
    int resets = 0;
    for (int i = w.from + 1; i < w.to; i++) {
      if (w.values[i] < w.values[i - 1]) {
        resets++;
      }
    }
    return resets;
  }

  static double changes(Window w) {
    int changes = 0;
    for (int i = w.from + 1; i < w.to; i++) {
      double a = w.values[i - 1];
      double b = w.values[i];
      if (a != b && !(Double.isNaN(a) && Double.isNaN(b))) {
        changes++;
      }
    }
    return changes;
  }
}
