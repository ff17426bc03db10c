package jigi.metrics.storage;

/**
 * A copy of the newest samples of a series, not yet encoded.
 *
 * @param offsets milliseconds after {@code base}
 */
record OpenSamples(long base, int[] offsets, double[] values) {
  int count() {
    return offsets.length;
  }
}
