package jigi.metrics.promql;

/**
 * The times at which an expression is evaluated, in milliseconds since the Unix epoch.
 *
 * @param intervalMs distance of two steps; any positive number when there is one step
 */
record Steps(long startMs, long intervalMs, int count) {
  private static final int MAX_COUNT = 20_000_000;

  static Steps instant(long atMs) {
    return new Steps(atMs, 1, 1);
  }

  /**
   * @throws PromQlException if there would be more steps than memory could hold values for
   */
  static Steps range(long startMs, long endMs, long intervalMs) {
    if (endMs < startMs) {
      return new Steps(startMs, intervalMs, 0);
    }
    long length = endMs - startMs;
    if (length < 0 || length / intervalMs >= MAX_COUNT) {
      throw new PromQlException(
          PromQlException.Kind.TOO_MUCH_MEMORY,
          "more than " + MAX_COUNT + " steps of " + intervalMs + " ms");
    }
    return new Steps(startMs, intervalMs, (int) (length / intervalMs) + 1);
  }

  long at(int step) {
    return startMs + step * intervalMs;
  }

  long endMs() {
    return at(Math.max(count - 1, 0));
  }
}
