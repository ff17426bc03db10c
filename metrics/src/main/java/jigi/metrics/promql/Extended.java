package jigi.metrics.promql;

/**
 * The {@code anchored} and {@code smoothed} modifiers: rates between the very bounds of a range, by
 * the last sample before them or by interpolation (Prometheus proposal PROM-52).
 */
final class Extended {
  private Extended() {}

  /** The value of a smoothed instant selector. */
  static double at(Window w, long now) {
    int next = w.from;
    while (next < w.to && w.times[next] < now) {
      next++;
    }
    if (next < w.to && w.times[next] == now) {
      return w.values[next];
    }
    if (next == w.from) {
      return Absent.VALUE;
    }
    return next < w.to ? interpolate(w, next - 1, now, false) : w.values[next - 1];
  }

  /** A line between two neighbours; a counter that fell started anew at zero. */
  private static double interpolate(Window w, int left, long time, boolean counter) {
    double a = w.values[left];
    double b = w.values[left + 1];
    double start = counter && b < a ? 0 : a;
    return start
        + (b - start) * (time - w.times[left]) / (double) (w.times[left + 1] - w.times[left]);
  }

  static double rate(Window w, boolean counter, boolean perSecond, boolean smoothed) {
    int first = firstIndex(w);
    int last = lastIndex(w, smoothed);
    if (w.times[last] <= w.startMs || (smoothed && w.times[first] > w.endMs)) {
      return Absent.VALUE;
    }
    double left = left(w, first, smoothed, counter);
    double right = right(w, last, smoothed, counter);
    double result = right - left;
    if (counter) {
      int begin = w.times[first] <= w.startMs ? first + 1 : first;
      int end = w.times[last] >= w.endMs ? last : last + 1;
      result += lost(w, begin, end, left, right);
    }
    return perSecond ? result / w.rangeSeconds : result;
  }

  /** The last sample at or before the start, or the first one. */
  private static int firstIndex(Window w) {
    int i = w.from;
    while (i < w.to - 1 && w.times[i] <= w.startMs) {
      i++;
    }
    return Math.max(w.from, i - 1);
  }

  private static int lastIndex(Window w, boolean smoothed) {
    int last = w.to - 1;
    if (!smoothed) {
      return last;
    }
    int i = w.from;
    while (i < last && w.times[i] < w.endMs) {
      i++;
    }
    return i;
  }

  private static double left(Window w, int first, boolean smoothed, boolean counter) {
    return smoothed && w.times[first] < w.startMs
        ? interpolate(w, first, w.startMs, counter)
        : w.values[first];
  }

  private static double right(Window w, int last, boolean smoothed, boolean counter) {
    return smoothed && last > w.from && w.times[last] > w.endMs
        ? interpolate(w, last - 1, w.endMs, counter)
        : w.values[last];
  }

  private static double lost(Window w, int begin, int end, double left, double right) {
    double lost = 0;
    double previous = left;
    for (int i = begin; i < end; i++) {
      if (w.values[i] < previous) {
        lost += previous;
      }
      previous = w.values[i];
    }
    return right < previous ? lost + previous : lost;
  }

  /** Resets or changes of an anchored range, counted from the last sample before it. */
  static boolean anchor(Window w) {
    int before = w.from - 1;
    while (before + 1 < w.to && w.times[before + 1] <= w.startMs) {
      before++;
    }
    if (before + 1 >= w.to) {
      return false;
    }
    w.from = Math.max(before, w.from);
    return true;
  }

  /** The samples of an extended range selector, made up at both bounds. */
  static Window extend(Window w, boolean smoothed) {
    Window out = new Window();
    int first = firstIndex(w);
    int last = lastIndex(w, smoothed);
    if (w.times[last] <= w.startMs) {
      return out;
    }
    out.add(w.startMs, left(w, first, smoothed, false));
    int begin = w.times[first] <= w.startMs ? first + 1 : first;
    int end = w.times[last] >= w.endMs ? last : last + 1;
    for (int i = begin; i < end; i++) {
      out.add(w.times[i], w.values[i]);
    }
    out.add(w.endMs, right(w, last, smoothed, false));
    return out;
  }
}
