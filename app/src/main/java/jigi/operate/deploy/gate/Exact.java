package jigi.operate.deploy.gate;

/** Fisher's exact test of two counts of failures (R. A. Fisher, 1922), one-sided. */
public final class Exact {
  private Exact() {}

  /**
   * How likely the new one has so many failures or more, if both fail alike.
   *
   * @param failed of the new one, 0 to {@code requests}
   * @param oldFailed of the old one, 0 to {@code oldRequests}
   * @return 0 to 1
   */
  public static double chance(long failed, long requests, long oldFailed, long oldRequests) {
    if (failed < 0 || failed > requests || oldFailed < 0 || oldFailed > oldRequests) {
      throw new IllegalArgumentException(
          failed + " of " + requests + ", " + oldFailed + " of " + oldRequests);
    }
    long allFailed = failed + oldFailed;
    double whole = choose(requests + oldRequests, allFailed);
    double sum = 0;
    for (long k = failed; k <= Math.min(requests, allFailed); k++) {
      if (allFailed - k <= oldRequests) {
        sum += Math.exp(choose(requests, k) + choose(oldRequests, allFailed - k) - whole);
      }
    }
    return Math.min(1, sum);
  }

  /** The logarithm of a binomial coefficient. */
  private static double choose(long n, long k) {
    return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  }

  /** Exact sums below 256, Stirling's series above: its error there is below 1e-12. */
  private static double logFactorial(long n) {
    if (n < 256) {
      double sum = 0;
      for (int i = 2; i <= n; i++) {
        sum += Math.log(i);
      }
      return sum;
    }
    double x = n;
    return x * Math.log(x)
        - x
        + 0.5 * Math.log(2 * Math.PI * x)
        + 1 / (12 * x)
        - 1 / (360 * x * x * x)
        + 1 / (1260 * Math.pow(x, 5));
  }
}
