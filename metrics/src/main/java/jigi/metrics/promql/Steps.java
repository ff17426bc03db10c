package jigi.metrics.promql;

/**
 * The times at which an expression is evaluated, in milliseconds since the Unix epoch.
 *
 * @param intervalMs distance of two steps; any positive number when there is one step
 */
record Steps(long startMs, long intervalMs, int count) {
  static Steps instant(long atMs) {
    return new Steps(atMs, 1, 1);
  }

  static Steps range(long startMs, long endMs, long intervalMs) {
    long count = endMs < startMs ? 0 : (endMs - startMs) / intervalMs + 1;
    return new Steps(startMs, intervalMs, Math.toIntExact(count));
  }

  long at(int step) {
    return startMs + step * intervalMs;
  }

  long endMs() {
    return at(Math.max(count - 1, 0));
  }
}
