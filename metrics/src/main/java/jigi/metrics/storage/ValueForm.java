package jigi.metrics.storage;

/**
 * The forms in which a chunk holds its values: low four bits of a byte, the exponent above them.
 */
final class ValueForm {
  static final int CONSTANT = 0;
  static final int CONSTANT_DECIMAL = 1;

  /** Differences of integers after scaling by a power of ten. */
  static final int DECIMAL = 2;

  /** The same, followed by the values that integers cannot hold, with their positions. */
  static final int DECIMAL_EXCEPT = 3;

  /** Each value XORed with the one before: for full-width fractions. */
  static final int XOR = 4;

  static final int EXPONENT_SHIFT = 4;

  private ValueForm() {}
}
