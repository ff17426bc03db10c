package jigi.metrics.storage;

/**
 * Values XORed with their predecessor, storing the meaningful middle bits, after Pelkonen et al.,
 * "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB 2015, §4.1.2.
 */
final class XorForm {
  private XorForm() {}

  static void write(double[] values, int from, int count, ByteSink out) {
    long previous = Double.doubleToRawLongBits(values[from]);
    out.putLong(previous);
    BitSink bits = new BitSink(out);
    int leading = -1;
    int trailing = 0;
    for (int i = 1; i < count; i++) {
      long next = Double.doubleToRawLongBits(values[from + i]);
      long xor = next ^ previous;
      previous = next;
      if (xor == 0) {
        bits.put(0, 1);
        continue;
      }
      int newLeading = Math.min(31, Long.numberOfLeadingZeros(xor));
      int newTrailing = Long.numberOfTrailingZeros(xor);
      if (leading >= 0
          && newLeading >= leading
          && newTrailing >= trailing
          && newLeading - leading + newTrailing - trailing < 11) {
        bits.put(1, 2);
      } else {
        leading = newLeading;
        trailing = newTrailing;
        bits.put(3 | leading << 2 | (long) (64 - leading - trailing - 1) << 7, 13);
      }
      bits.put(xor >>> trailing, 64 - leading - trailing);
    }
    bits.flush();
  }

  static void read(ByteSource in, double[] values, int count) {
    long previous = in.getLong();
    values[0] = Double.longBitsToDouble(previous);
    byte[] bytes = in.bytes();
    int limit = in.limit();
    long bit = in.position() * 8L;
    int width = 0;
    int trailing = 0;
    for (int i = 1; i < count; i++) {
      if (bit >>> 3 >= limit) {
        throw new CorruptDataException("XOR codes run over their end");
      }
      long word = BitReading.word(bytes, limit, bit);
      if ((word & 1) == 0) {
        bit++;
      } else {
        if ((word & 2) == 0) {
          bit += 2;
        } else {
          width = (int) (word >>> 7 & 63) + 1;
          trailing = 64 - (int) (word >>> 2 & 31) - width;
          bit += 13;
        }
        if (trailing < 0 || width == 0) {
          throw new CorruptDataException("an XOR window outside 64 bits");
        }
        previous ^= BitReading.get(bytes, limit, bit, width) << trailing;
        bit += width;
      }
      values[i] = Double.longBitsToDouble(previous);
    }
    in.position((int) (bit + 7 >>> 3));
  }
}
