package jigi.metrics.promql;

import java.util.Arrays;
import jigi.metrics.model.StaleMarker;

/**
 * The value of a step at which a series has none. Staleness markers never reach a result and no
 * arithmetic yields that bit pattern, so that it serves without a second array.
 */
final class Absent {
  static final double VALUE = StaleMarker.VALUE;

  private static final long BITS = Double.doubleToRawLongBits(VALUE);

  private Absent() {}

  static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }

  static boolean everywhere(double[] values) {
    for (double value : values) {
      if (!is(value)) {
        return false;
      }
    }
    return true;
  }

  static double[] fill(double[] values) {
    Arrays.fill(values, VALUE);
    return values;
  }
}
