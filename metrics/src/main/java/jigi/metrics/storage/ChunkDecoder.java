package jigi.metrics.storage;

import java.util.Arrays;

/** Reads one chunk after another from a page; see {@link ChunkEncoder} for the layout. */
final class ChunkDecoder {
  private static final byte[] NOTHING = new byte[0];

  private final ByteSource in = new ByteSource(NOTHING, 0, 0);
  private final PackedReader packed = new PackedReader();
  private long lastTime;
  private int count;
  private int bodyEnd;
  private long minTime;

  void reset(byte[] page, int from, int to) {
    in.reset(page, from, to);
    lastTime = 0;
  }

  /** Reads the next chunk's header; false at the end of the page. */
  boolean nextHeader() {
    if (!in.hasMore()) {
      return false;
    }
    count = in.getCount(ChunkEncoder.MAX_SAMPLES);
    if (count == 0) {
      throw new CorruptDataException("a chunk without samples");
    }
    int body = in.getCount(in.limit());
    minTime = lastTime + in.getZigzag();
    lastTime = minTime + in.getVarint();
    bodyEnd = in.position() + body;
    if (bodyEnd > in.limit()) {
      throw new CorruptDataException("a chunk runs over the end of its page");
    }
    return true;
  }

  int count() {
    return count;
  }

  long minTime() {
    return minTime;
  }

  long maxTime() {
    return lastTime;
  }

  void skipBody() {
    in.position(bodyEnd);
  }

  /** Both arrays must have room for {@link #count()} samples. */
  void readBody(long[] times, double[] values) {
    long time = minTime;
    times[0] = time;
    if (count > 1) {
      packed.start(in);
      for (int i = 1; i < count; i++) {
        time += packed.next();
        times[i] = time;
      }
      packed.end(in);
    }
    readValues(values);
    if (in.position() != bodyEnd || time != lastTime) {
      throw new CorruptDataException("a chunk's body does not fit its header");
    }
  }

  private void readValues(double[] values) {
    int head = in.getByte();
    int exponent = head >>> ValueForm.EXPONENT_SHIFT;
    if (exponent > Decimal.MAX_EXPONENT) {
      throw new CorruptDataException("a decimal exponent of " + exponent);
    }
    switch (head & (1 << ValueForm.EXPONENT_SHIFT) - 1) {
      case ValueForm.CONSTANT ->
          Arrays.fill(values, 0, count, Double.longBitsToDouble(in.getLong()));
      case ValueForm.CONSTANT_DECIMAL ->
          Arrays.fill(values, 0, count, Decimal.value(in.getZigzag(), exponent));
      case ValueForm.DECIMAL -> readDecimals(values, exponent);
      case ValueForm.DECIMAL_EXCEPT -> {
        readDecimals(values, exponent);
        readExceptions(values);
      }
      case ValueForm.XOR -> XorForm.read(in, values, count);
      default -> throw new CorruptDataException("an unknown form of values: " + head);
    }
  }

  private void readDecimals(double[] values, int exponent) {
    int shift = in.getByte() & 63;
    long mantissa = in.getZigzag();
    packed.start(in);
    double power = Decimal.power(exponent);
    values[0] = mantissa / power;
    if (exponent == 0) {
      for (int i = 1; i < count; i++) {
        mantissa += packed.next() << shift;
        values[i] = mantissa;
      }
    } else {
      for (int i = 1; i < count; i++) {
        mantissa += packed.next() << shift;
        values[i] = mantissa / power;
      }
    }
    packed.end(in);
  }

  private void readExceptions(double[] values) {
    int excepted = in.getCount(count);
    for (int i = 0; i < excepted; i++) {
      int position = in.getByte();
      if (position >= count) {
        throw new CorruptDataException("an exception outside its chunk");
      }
      values[position] = Double.longBitsToDouble(in.getLong());
    }
  }
}
