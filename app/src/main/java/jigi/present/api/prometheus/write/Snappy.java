package jigi.present.api.prometheus.write;

/**
 * Reads Snappy's block format: https://github.com/google/snappy/blob/main/format_description.txt.
 * The length that is announced is the only memory taken, and it is bounded. Not thread-safe: what
 * was unpacked lies in the same bytes until the next is.
 */
final class Snappy {
  /** Larger messages are rare, and their memory is better given back. */
  private static final int WORTH_KEEPING = 2 << 20;

  private byte[] in = {};
  private byte[] out = {};
  private int at;
  private int filled;
  private int size;

  /** What was unpacked last; only the first {@link #size} bytes belong to it. */
  byte[] bytes() {
    return out;
  }

  int size() {
    return size;
  }

  /** Forgets the last message, and its memory if that was much. */
  void clear() {
    in = new byte[0];
    size = 0;
    if (out.length > WORTH_KEEPING) {
      out = new byte[0];
    }
  }

  /**
   * @param limit of bytes that the text may have when it is unpacked
   */
  void unpack(byte[] packed, int limit) throws MalformedException {
    long announced = 0;
    at = 0;
    for (int shift = 0; ; shift += 7) {
      if (at >= packed.length || shift > 28) {
        throw new MalformedException("snappy: no length");
      }
      announced |= (packed[at] & 0x7FL) << shift;
      if (packed[at++] >= 0) {
        break;
      }
    }
    if (announced > limit) {
      throw new MalformedException(
          "snappy: " + announced + " bytes, at most " + limit + " are taken");
    }
    // A copy of three bytes yields 64, so more than that cannot come out of these bytes.
    if (announced > 22L * packed.length + 64) {
      throw new MalformedException("snappy: the length is not that of the data");
    }
    in = packed;
    size = (int) announced;
    filled = 0;
    if (out.length < size) {
      out = new byte[size];
    }
    while (at < in.length) {
      int tag = in[at++] & 0xFF;
      switch (tag & 3) {
        case 0 -> literal(tag >> 2);
        case 1 -> copy(4 + (tag >> 2 & 7), (tag >> 5) << 8 | little(1));
        case 2 -> copy(1 + (tag >> 2), little(2));
        default -> copy(1 + (tag >> 2), little(4));
      }
    }
    if (filled != size) {
      throw new MalformedException("snappy: the data end early");
    }
  }

  private void literal(int code) throws MalformedException {
    long length = (code < 60 ? code : little(code - 59) & 0xFFFFFFFFL) + 1;
    if (length > in.length - at || length > size - filled) {
      throw new MalformedException("snappy: a literal beyond the end");
    }
    System.arraycopy(in, at, out, filled, (int) length);
    at += (int) length;
    filled += (int) length;
  }

  private void copy(int length, int offset) throws MalformedException {
    if (offset <= 0 || offset > filled || length > size - filled) {
      throw new MalformedException("snappy: a copy from nowhere");
    }
    if (offset >= length) {
      System.arraycopy(out, filled - offset, out, filled, length);
    } else {
      for (int i = 0; i < length; i++) {
        out[filled + i] = out[filled + i - offset];
      }
    }
    filled += length;
  }

  private int little(int bytes) throws MalformedException {
    if (bytes > in.length - at) {
      throw new MalformedException("snappy: the data end early");
    }
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in[at++] & 0xFF) << 8 * i;
    }
    return value;
  }
}
