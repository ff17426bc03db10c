package jigi.metrics.storage;

import java.util.Arrays;

/**
 * Packs integers into bits by whichever of two codes is shorter for them: offsets from the smallest
 * in a fixed width (even distributions), or Rice codes of the zigzagged values (small values with
 * outliers). Layout: one byte {@code rice << 7 | width}, the minimum for fixed width, then the bits
 * from the least significant upwards.
 */
final class Packing {
  private static final int RICE = 0x80;

  /**
   * A quotient this long is followed by the whole value in 64 bits, so that outliers stay cheap.
   */
  private static final int ESCAPE = 20;

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
      int rice = Math.max(0, Math.min(48, bits((long) (sum / count * 0.69))));
      if (riceCost(values, count, rice) < (long) count * width) {
        writeRice(values, count, rice, out);
        return;
      }
    }
    out.putByte(width);
    out.putZigzag(min);
    writeFixed(values, count, min, width, out);
  }

  static void read(ByteSource in, long[] values, int count) {
    int head = in.getByte();
    int width = head & 0x7f;
    if (width > 64) {
      throw new CorruptDataException("a packed width of " + width + " bits");
    }
    if ((head & RICE) != 0) {
      readRice(in, values, count, width);
    } else {
      readFixed(in, values, count, width);
    }
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

  private static void readFixed(ByteSource in, long[] values, int count, int width) {
    long min = in.getZigzag();
    if (width == 0) {
      Arrays.fill(values, 0, count, min);
      return;
    }
    byte[] bytes = in.bytes();
    long start = in.position() * 8L;
    in.position(end(start + (long) count * width));
    if (width <= 56 && (start + (long) count * width >>> 3) + 8 <= bytes.length) {
      long mask = (1L << width) - 1;
      long bit = start;
      for (int i = 0; i < count; i++) {
        long word = (long) Little.LONG.get(bytes, (int) (bit >>> 3));
        values[i] = (word >>> (bit & 7) & mask) + min;
        bit += width;
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = BitReading.get(bytes, in.limit(), start + (long) i * width, width) + min;
      }
    }
  }

  private static void readRice(ByteSource in, long[] values, int count, int rice) {
    byte[] bytes = in.bytes();
    int limit = in.limit();
    long bit = in.position() * 8L;
    for (int i = 0; i < count; i++) {
      if (bit >>> 3 >= limit) {
        throw new CorruptDataException("Rice codes run over their end");
      }
      long word = BitReading.word(bytes, limit, bit);
      int quotient = Long.numberOfTrailingZeros(~word);
      long value;
      if (quotient >= ESCAPE) {
        value = BitReading.get(bytes, limit, bit + ESCAPE, 64);
        bit += ESCAPE + 64;
      } else if (quotient + 1 + rice <= 56) {
        value = (long) quotient << rice | word >>> quotient + 1 & (1L << rice) - 1;
        bit += quotient + 1 + rice;
      } else {
        value = (long) quotient << rice | BitReading.get(bytes, limit, bit + quotient + 1, rice);
        bit += quotient + 1 + rice;
      }
      values[i] = value >>> 1 ^ -(value & 1);
    }
    in.position(end(bit));
  }

  private static int end(long bit) {
    return (int) (bit + 7 >>> 3);
  }
}
