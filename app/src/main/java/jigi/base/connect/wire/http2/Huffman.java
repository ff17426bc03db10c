package jigi.base.connect.wire.http2;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The code in which HTTP/2 writes text (RFC 7541, appendix B). It is canonical: of the lengths
 * follow the codes, shorter ones first and equally long ones in the order of their bytes.
 */
final class Huffman {
  private static final int LONGEST = 30;
  private static final int END = 256;

  /** In bits, of the bytes 0 to 255 and of the end. */
  private static final int[] LENGTHS =
      Stream.of(
              """
              13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28
              6 10 10 12 13 6 8 11 10 10 8 11 8 6 6 6 5 5 5 6 6 6 6 6 6 6 7 8 15 6 12 10
              13 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 7 8 13 19 13 14 6
              15 5 6 5 6 5 6 6 6 5 7 7 6 6 6 5 6 7 6 5 5 6 7 7 7 7 7 15 11 14 13 28
              20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23 24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24
              22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23 21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23
              26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25 19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27
              20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23 26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26
              30
              """
                  .strip()
                  .split("\\s+"))
          .mapToInt(Integer::parseInt)
          .toArray();

  /** Bytes in the order of their codes. */
  private static final int[] ORDER = order();

  private Huffman() {}

  private static int[] order() {
    return java.util.stream.IntStream.rangeClosed(0, END)
        .boxed()
        .sorted(java.util.Comparator.comparingInt(symbol -> LENGTHS[symbol]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * @throws BrokenHeaders when the text holds its end, or is not filled up with ones
   */
  static byte[] decode(byte[] bytes) throws BrokenHeaders {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * 2);
    Walk walk = new Walk();
    for (byte one : bytes) {
      for (int bit = 7; bit >= 0; bit--) {
        int symbol = walk.step(one >> bit & 1);
        if (symbol == END) {
          throw new BrokenHeaders("text with an end in its middle");
        }
        if (symbol >= 0) {
          out.write(symbol);
        }
      }
    }
    if (walk.length > 7 || walk.code != (1 << walk.length) - 1) {
      throw new BrokenHeaders("text that breaks off");
    }
    return out.toByteArray();
  }

  /** From bit to bit through the codes, length after length. */
  private static final class Walk {
    private static final int[] COUNTS = counts();
    private int code;
    private int length;
    private int first;
    private int index;

    private static int[] counts() {
      int[] counts = new int[LONGEST + 1];
      Arrays.stream(LENGTHS).forEach(length -> counts[length]++);
      return counts;
    }

    /** The byte that is complete now; -1 when none is. */
    int step(int bit) {
      code = code << 1 | bit;
      length++;
      first <<= 1;
      int count = COUNTS[length];
      if (code - first < count) {
        int symbol = ORDER[index + code - first];
        code = 0;
        length = 0;
        first = 0;
        index = 0;
        return symbol;
      }
      first += count;
      index += count;
      return -1;
    }
  }
}
