package jigi.metrics.storage;

/**
 * Doubles as integers times a power of ten, where that is exact to the last bit. {@code m / 10^e}
 * is the correctly rounded double of the decimal number as long as m is below 2^53 and 10^e is
 * exact.
 */
final class Decimal {
  static final int MAX_EXPONENT = 12;
  private static final double LIMIT = 1L << 50;
  private static final double[] POWERS = new double[MAX_EXPONENT + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= MAX_EXPONENT; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimal() {}

  /** The smallest exponent from {@code from} on that holds the value exactly, -1 if none does. */
  static int exponent(double value, int from) {
    for (int exponent = from; exponent <= MAX_EXPONENT; exponent++) {
      if (holds(value, exponent)) {
        return exponent;
      }
    }
    return -1;
  }

  static boolean holds(double value, int exponent) {
    double scaled = Math.rint(value * POWERS[exponent]);
    return Math.abs(scaled) < LIMIT
        && Double.doubleToRawLongBits(scaled / POWERS[exponent])
            == Double.doubleToRawLongBits(value)
        && (scaled != 0 || Double.doubleToRawLongBits(value) == 0);
  }

  static long mantissa(double value, int exponent) {
    return (long) Math.rint(value * POWERS[exponent]);
  }

  static double value(long mantissa, int exponent) {
    return exponent == 0 ? mantissa : mantissa / POWERS[exponent];
  }

  static double power(int exponent) {
    return POWERS[exponent];
  }
}
