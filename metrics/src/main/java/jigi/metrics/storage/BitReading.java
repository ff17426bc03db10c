package jigi.metrics.storage;

/** Reads bits at any bit position; bytes after the limit read as zero. */
final class BitReading {
  private BitReading() {}

  /** At least 57 bits from a position, in the low end; behind the end anything. */
  static long word(byte[] bytes, int limit, long bit) {
    int at = (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    if (at + 8 <= bytes.length) {
      return (long) Little.LONG.get(bytes, at) >>> shift;
    }
    long word = 0;
    if (at < 0 || at >= limit) {
      return 0;
    }
    for (int i = 0; i < 8 && at + i < limit; i++) {
      word |= (bytes[at + i] & 0xffL) << 8 * i;
    }
    return word >>> shift;
  }

  static long get(byte[] bytes, int limit, long bit, int count) {
    if (bit + count + 7 >>> 3 > limit) {
      throw new CorruptDataException("packed bits run over their end");
    }
    if (count <= 56) {
      return word(bytes, limit, bit) & (1L << count) - 1;
    }
    long low = word(bytes, limit, bit) & (1L << 32) - 1;
    long high = word(bytes, limit, bit + 32) & (1L << count - 32) - 1;
    return low | high << 32;
  }
}
