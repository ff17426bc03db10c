package jigi.metrics.storage;

/** Writes bits, least significant first; {@link #flush()} pads the last byte with zeros. */
final class BitSink {
  private final ByteSink out;
  private long word;
  private int used;

  BitSink(ByteSink out) {
    this.out = out;
  }

  /** The lowest {@code count} bits of the value; higher ones are ignored. */
  void put(long value, int count) {
    if (count == 0) {
      return;
    }
    long clean = count == 64 ? value : value & (1L << count) - 1;
    word |= clean << used;
    if (used + count >= 64) {
      out.putLong(word);
      word = used == 0 ? 0 : clean >>> 64 - used;
      used = used + count - 64;
    } else {
      used += count;
    }
  }

  void flush() {
    for (; used > 0; used -= 8) {
      out.putByte((int) word);
      word >>>= 8;
    }
    used = 0;
    word = 0;
  }
}
