package jigi.metrics.storage;

/**
 * Packs integers into bits by whichever of two codes is shorter for them: offsets from the smallest
 * in a fixed width (even distributions), or Rice codes of the zigzagged values (small values with
 * outliers). Layout: one byte {@code rice << 7 | width}, the minimum for fixed width, then the bits
 * from the least significant upwards.
 */
final class Packing {
  static final int RICE = 0x80;
  static final int MAX_RICE = 48;

  /**
   * A quotient this long is followed by the whole value in 64 bits, so that outliers stay cheap.
   */
  static final int ESCAPE = 20;

  private Packing() {}

  static void write(long[] values, int count, ByteSink out) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
      sum += zigzag(values[i]) & Long.MAX_VALUE;
    }
    int width = 64 - Long.numberOfLeadingZeros(max - min);
    if (width > 1) {
      int rice = Math.max(0, Math.min(MAX_RICE, bits((long) (sum / count * 0.69))));
      if (riceCost(values, count, rice) < (long) count * width) {
        writeRice(values, count, rice, out);
        return;
      }
    }
    out.putByte(width);
    out.putZigzag(min);
    writeFixed(values, count, min, width, out);
  }

  private static int bits(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private static long riceCost(long[] values, int count, int rice) {
    long cost = (long) count * (rice + 1);
    for (int i = 0; i < count; i++) {
      long quotient = zigzag(values[i]) >>> rice;
      cost += quotient >= ESCAPE ? ESCAPE + 64 - rice : quotient;
    }
    return cost;
  }

  private static void writeFixed(long[] values, int count, long min, int width, ByteSink out) {
    if (width == 0) {
      return;
    }
    BitSink bits = new BitSink(out);
    for (int i = 0; i < count; i++) {
      bits.put(values[i] - min, width);
    }
    bits.flush();
  }

  private static void writeRice(long[] values, int count, int rice, ByteSink out) {
    out.putByte(RICE | rice);
    BitSink bits = new BitSink(out);
    for (int i = 0; i < count; i++) {
      long value = zigzag(values[i]);
      long quotient = value >>> rice;
      if (quotient >= ESCAPE) {
        bits.put((1L << ESCAPE) - 1, ESCAPE);
        bits.put(value, 64);
      } else {
        bits.put((1L << quotient) - 1, (int) quotient + 1);
        bits.put(value & (1L << rice) - 1, rice);
      }
    }
    bits.flush();
  }
}
