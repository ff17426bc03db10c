package jigi.metrics.storage;

/**
 * The newest samples of a series, not yet encoded. The arrays may be written beyond {@code count}
 * by the owner, never below it, so that a reader needs no copy.
 *
 * @param offsets milliseconds after {@code base}
 */
record OpenSamples(long base, int[] offsets, double[] values, int count) {}
