package jigi.present.api.prometheus.write;

/**
 * Reads Snappy's block format: https://github.com/google/snappy/blob/main/format_description.txt.
 * The length that is announced is the only memory taken, and it is bounded.
 */
final class Snappy {
  private final byte[] in;
  private final byte[] out;
  private int at;
  private int filled;

  private Snappy(byte[] in, int at, int size) {
    this.in = in;
    this.at = at;
    this.out = new byte[size];
  }

  /**
   * @param limit of bytes that the text may have when it is unpacked
   */
  static byte[] unpack(byte[] packed, int limit) throws MalformedException {
    long size = 0;
    int at = 0;
    for (int shift = 0; ; shift += 7) {
      if (at >= packed.length || shift > 28) {
        throw new MalformedException("snappy: no length");
      }
      size |= (packed[at] & 0x7FL) << shift;
      if (packed[at++] >= 0) {
        break;
      }
    }
    if (size > limit) {
      throw new MalformedException("snappy: " + size + " bytes, at most " + limit + " are taken");
    }
    // A copy of three bytes yields 64, so more than that cannot come out of these bytes.
    if (size > 22L * packed.length + 64) {
      throw new MalformedException("snappy: the length is not that of the data");
    }
    return new Snappy(packed, at, (int) size).unpack();
  }

  private byte[] unpack() throws MalformedException {
    while (at < in.length) {
      int tag = in[at++] & 0xFF;
      switch (tag & 3) {
        case 0 -> literal(tag >> 2);
        case 1 -> copy(4 + (tag >> 2 & 7), (tag >> 5) << 8 | little(1));
        case 2 -> copy(1 + (tag >> 2), little(2));
        default -> copy(1 + (tag >> 2), little(4));
      }
    }
    if (filled != out.length) {
      throw new MalformedException("snappy: the data end early");
    }
    return out;
  }

  private void literal(int code) throws MalformedException {
    long length = (code < 60 ? code : little(code - 59) & 0xFFFFFFFFL) + 1;
    if (length > in.length - at || length > out.length - filled) {
      throw new MalformedException("snappy: a literal beyond the end");
    }
    System.arraycopy(in, at, out, filled, (int) length);
    at += (int) length;
    filled += (int) length;
  }

  private void copy(int length, int offset) throws MalformedException {
    if (offset <= 0 || offset > filled || length > out.length - filled) {
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
