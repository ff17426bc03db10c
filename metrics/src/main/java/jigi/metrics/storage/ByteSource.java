package jigi.metrics.storage;

import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteSink} wrote; every overrun is a {@link CorruptDataException}. */
final class ByteSource {
  private byte[] bytes;
  private int position;
  private int limit;

  ByteSource(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.limit = to;
  }

  void reset(byte[] newBytes, int from, int to) {
    this.bytes = newBytes;
    this.position = from;
    this.limit = to;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  boolean hasMore() {
    return position < limit;
  }

  void position(int newPosition) {
    if (newPosition < 0 || newPosition > limit) {
      throw overrun();
    }
    position = newPosition;
  }

  int getByte() {
    if (position >= limit) {
      throw overrun();
    }
    return bytes[position++] & 0xff;
  }

  int getInt() {
    if (limit - position < 4) {
      throw overrun();
    }
    int value = (int) Little.INT.get(bytes, position);
    position += 4;
    return value;
  }

  long getLong() {
    if (limit - position < 8) {
      throw overrun();
    }
    long value = (long) Little.LONG.get(bytes, position);
    position += 8;
    return value;
  }

  long getVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = getByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new CorruptDataException("a varint of more than ten bytes");
  }

  long getZigzag() {
    long value = getVarint();
    return value >>> 1 ^ -(value & 1);
  }

  /** A varint that must lie in 0…max. */
  int getCount(int max) {
    long value = getVarint();
    if (value < 0 || value > max) {
      throw new CorruptDataException("a count of " + value + " where at most " + max + " can be");
    }
    return (int) value;
  }

  String getString() {
    int count = getCount(limit - position);
    String value = new String(bytes, position, count, StandardCharsets.UTF_8);
    position += count;
    return value;
  }

  private static CorruptDataException overrun() {
    return new CorruptDataException("data ends early");
  }
}
