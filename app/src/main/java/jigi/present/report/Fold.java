package jigi.present.report;

/**
 * What is left of the samples of a series within a time.
 *
 * @param samples how many, 1 at least
 * @param latest the value of the last one
 */
record Fold(double samples, double total, double lowest, double highest, double latest) {
  double mean() {
    return total / samples;
  }

  /** Both together. */
  Fold then(Fold later) {
    return new Fold(
        samples + later.samples,
        total + later.total,
        Math.min(lowest, later.lowest),
        Math.max(highest, later.highest),
        later.latest);
  }

  boolean isKnown() {
    return samples > 0
        && Double.isFinite(total)
        && Double.isFinite(lowest)
        && Double.isFinite(highest)
        && Double.isFinite(latest);
  }
}
