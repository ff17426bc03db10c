package jigi.metrics.storage;

/** Reads what {@link Packing} wrote, one integer after another, without an array in between. */
final class PackedReader {
  private byte[] bytes = new byte[0];
  private int limit;
  private long bit;
  private int width;
  private boolean rice;
  private boolean wide;
  private long min;
  private long mask;

  /** Starts at the position of the source. */
  void start(ByteSource in) {
    int head = in.getByte();
    width = head & 0x7f;
    rice = (head & Packing.RICE) != 0;
    if (width > 64 || (rice && width > Packing.MAX_RICE)) {
      throw new CorruptDataException("a packed width of " + width + " bits");
    }
    min = rice ? 0 : in.getZigzag();
    wide = width > 56;
    mask = wide ? -1 : (1L << width) - 1;
    bytes = in.bytes();
    limit = in.limit();
    bit = in.position() * 8L;
  }

  /** May run over the end, which {@link #end} finds out. */
  long next() {
    if (rice) {
      return nextRice();
    }
    if (wide) {
      return nextWide();
    }
    long value = (BitReading.word(bytes, limit, bit) & mask) + min;
    bit += width;
    return value;
  }

  private long nextWide() {
    long value = BitReading.get(bytes, limit, bit, width) + min;
    bit += width;
    return value;
  }

  private long nextRice() {
    long word = BitReading.word(bytes, limit, bit);
    int quotient = Long.numberOfTrailingZeros(~word);
    long value;
    if (quotient >= Packing.ESCAPE) {
      value = BitReading.get(bytes, limit, bit + Packing.ESCAPE, 64);
      bit += Packing.ESCAPE + 64;
    } else {
      int start = quotient + 1;
      long low =
          start + width <= 56
              ? word >>> start & mask
              : BitReading.get(bytes, limit, bit + start, width);
      value = (long) quotient << width | low;
      bit += start + width;
    }
    return value >>> 1 ^ -(value & 1);
  }

  /** Moves the source behind the last integer. */
  void end(ByteSource in) {
    in.position((int) Math.min(Integer.MAX_VALUE, bit + 7 >>> 3));
  }
}
