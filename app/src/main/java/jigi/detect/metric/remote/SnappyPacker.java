package jigi.detect.metric.remote;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Writes Snappy's block format: https://github.com/google/snappy/blob/main/format_description.txt.
 * Not thread-safe.
 */
public final class SnappyPacker {
  private static final int BLOCK = 1 << 16;
  private static final int HASH_BITS = 14;
  private static final int SHORTEST = 4;
  private static final int LONGEST_COPY = 64;

  private final int[] places = new int[1 << HASH_BITS];

  /** The packed form of a text. */
  public byte[] pack(byte[] in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length / 4 + 64);
    int rest = in.length;
    while ((rest & ~0x7F) != 0) {
      out.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    for (int from = 0; from < in.length; from += BLOCK) {
      block(in, from, Math.min(in.length, from + BLOCK), out);
    }
    return out.toByteArray();
  }

  /** Copies never reach beyond a block, so that two bytes are enough for how far back they go. */
  private void block(byte[] in, int from, int end, ByteArrayOutputStream out) {
    Arrays.fill(places, -1);
    int written = from;
    int at = from;
    while (at + SHORTEST <= end) {
      int word = word(in, at);
      int slot = word * 0x1E35A7BD >>> 32 - HASH_BITS;
      int before = places[slot];
      places[slot] = at;
      if (before < 0 || word(in, before) != word) {
        at++;
        continue;
      }
      literal(in, written, at, out);
      int length = SHORTEST;
      while (at + length < end && in[before + length] == in[at + length]) {
        length++;
      }
      copy(at - before, length, out);
      at += length;
      written = at;
    }
    literal(in, written, end, out);
  }

  private static int word(byte[] in, int at) {
    return in[at] & 0xFF
        | (in[at + 1] & 0xFF) << 8
        | (in[at + 2] & 0xFF) << 16
        | (in[at + 3] & 0xFF) << 24;
  }

  private static void literal(byte[] in, int from, int to, ByteArrayOutputStream out) {
    int length = to - from;
    if (length == 0) {
      return;
    }
    if (length <= 60) {
      out.write(length - 1 << 2);
    } else {
      out.write(61 << 2);
      out.write(length - 1);
      out.write(length - 1 >> 8);
    }
    out.write(in, from, length);
  }

  private static void copy(int offset, int length, ByteArrayOutputStream out) {
    for (int rest = length; rest > 0; rest -= LONGEST_COPY) {
      out.write(Math.min(rest, LONGEST_COPY) - 1 << 2 | 2);
      out.write(offset);
      out.write(offset >> 8);
    }
  }
}
