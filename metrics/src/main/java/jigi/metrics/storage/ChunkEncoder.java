package jigi.metrics.storage;

/**
 * Writes runs of samples in order of time as chunks. A chunk is {@code count, length of the body,
 * first time minus the last time of the chunk before it in the same page (the first one absolute),
 * last time minus first time}, then the body: packed time differences and values in the shortest of
 * three forms (see {@link ValueForm}). Not thread-safe: it keeps its scratch arrays.
 */
final class ChunkEncoder {
  /** More samples than this are never put in one chunk; readers refuse them as corrupt. */
  static final int MAX_SAMPLES = 256;

  private final long[] work = new long[MAX_SAMPLES];
  private final long[] mantissas = new long[MAX_SAMPLES];
  private final ByteSink body = new ByteSink(256);
  private final ByteSink other = new ByteSink(256);
  private final int[] exceptions = new int[MAX_SAMPLES];

  /**
   * @param previousTime the last time of the chunk before, 0 at the start of a page
   */
  void encode(long[] times, double[] values, int from, int count, long previousTime, ByteSink out) {
    body.clear();
    for (int i = 1; i < count; i++) {
      work[i - 1] = times[from + i] - times[from + i - 1];
    }
    if (count > 1) {
      Packing.write(work, count - 1, body);
    }
    encodeValues(values, from, count);
    out.putVarint(count);
    out.putVarint(body.length());
    out.putZigzag(times[from] - previousTime);
    out.putVarint(times[from + count - 1] - times[from]);
    out.putBytes(body.bytes(), 0, body.length());
  }

  private void encodeValues(double[] values, int from, int count) {
    long first = Double.doubleToRawLongBits(values[from]);
    boolean constant = true;
    for (int i = 1; i < count && constant; i++) {
      constant = Double.doubleToRawLongBits(values[from + i]) == first;
    }
    if (constant) {
      encodeConstant(values[from]);
    } else if (!encodeDecimals(values, from, count)) {
      body.putByte(ValueForm.XOR);
      XorForm.write(values, from, count, body);
    }
  }

  private void encodeConstant(double value) {
    int exponent = Decimal.exponent(value, 0);
    if (exponent >= 0) {
      body.putByte(ValueForm.CONSTANT_DECIMAL | exponent << ValueForm.EXPONENT_SHIFT);
      body.putZigzag(Decimal.mantissa(value, exponent));
    } else {
      body.putByte(ValueForm.CONSTANT);
      body.putLong(Double.doubleToRawLongBits(value));
    }
  }

  /** False, with nothing written, when the values are no short decimals or XOR is shorter. */
  private boolean encodeDecimals(double[] values, int from, int count) {
    int exponent = 0;
    int excepted = 0;
    for (int i = 0; i < count; i++) {
      double value = values[from + i];
      if (special(value)) {
        exceptions[excepted++] = i;
        continue;
      }
      if (!Decimal.holds(value, exponent)) {
        exponent = Decimal.exponent(value, exponent + 1);
        if (exponent < 0) {
          return false;
        }
      }
    }
    if (excepted > count / 4 || !mantissas(values, from, count, exponent)) {
      return false;
    }
    writeDecimals(values, from, count, exponent, excepted);
    return true;
  }

  /** Not a number, infinite, or negative zero: what an integer cannot say. */
  private static boolean special(double value) {
    return !Double.isFinite(value) || (value == 0 && Double.doubleToRawLongBits(value) != 0);
  }

  private boolean mantissas(double[] values, int from, int count, int exponent) {
    long previous = 0;
    for (int i = 0; i < count; i++) {
      double value = values[from + i];
      if (!special(value)) {
        if (exponent > 0 && !Decimal.holds(value, exponent)) {
          return false;
        }
        previous = Decimal.mantissa(value, exponent);
      }
      mantissas[i] = previous;
    }
    return true;
  }

  private void writeDecimals(double[] values, int from, int count, int exponent, int excepted) {
    long all = 0;
    for (int i = 1; i < count; i++) {
      work[i - 1] = mantissas[i] - mantissas[i - 1];
      all |= work[i - 1];
    }
    int shift = all == 0 ? 0 : Long.numberOfTrailingZeros(all);
    if (shift > 0) {
      for (int i = 0; i < count - 1; i++) {
        work[i] >>= shift;
      }
    }
    int start = body.length();
    body.putByte(
        (excepted > 0 ? ValueForm.DECIMAL_EXCEPT : ValueForm.DECIMAL)
            | exponent << ValueForm.EXPONENT_SHIFT);
    body.putByte(shift);
    body.putZigzag(mantissas[0]);
    Packing.write(work, count - 1, body);
    if (excepted > 0) {
      body.putVarint(excepted);
      for (int i = 0; i < excepted; i++) {
        body.putByte(exceptions[i]);
        body.putLong(Double.doubleToRawLongBits(values[from + exceptions[i]]));
      }
    }
    if (body.length() - start > count * 5) {
      preferXor(values, from, count, start);
    }
  }

  private void preferXor(double[] values, int from, int count, int start) {
    other.clear();
    other.putByte(ValueForm.XOR);
    XorForm.write(values, from, count, other);
    if (other.length() < body.length() - start) {
      body.truncate(start);
      body.putBytes(other.bytes(), 0, other.length());
    }
  }
}
