package jigi.metrics.model;

/**
 * The NaN by which Prometheus marks that a series has ended (value.StaleNaN, 0x7ff0000000000002).
 */
public final class StaleMarker {
  private static final long BITS = 0x7ff0000000000002L;

  public static final double VALUE = Double.longBitsToDouble(BITS);

  private StaleMarker() {}

  public static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
