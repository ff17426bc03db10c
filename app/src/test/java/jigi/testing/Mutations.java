package jigi.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes as noise, cuts and careless programs do; the same seed does the same. */
public final class Mutations {
  private static final int[] TELLING = {
    0, 1, 9, 10, 13, 32, 34, 35, 44, 61, 92, 123, 125, 127, 128, 255
  };

  private final Random random;

  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** One of the texts with one to four changes. */
  public byte[] next(List<byte[]> corpus) {
    byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes = changed(bytes, corpus);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, List<byte[]> corpus) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(64, bytes.length - at) + 1);
    return switch (random.nextInt(7)) {
      case 0 -> with(bytes, at, random.nextInt());
      case 1 -> with(bytes, at, TELLING[random.nextInt(TELLING.length)]);
      case 2 -> with(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> joined(bytes, at, new byte[0], at + length);
      case 5 -> joined(bytes, at + length, Arrays.copyOfRange(bytes, at, at + length), at + length);
      default -> {
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        int from = random.nextInt(other.length);
        int to = Math.min(other.length, from + random.nextInt(64));
        yield joined(bytes, at, Arrays.copyOfRange(other, from, to), at);
      }
    };
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  /** The bytes up to one place, others, and the bytes from another place on. */
  private static byte[] joined(byte[] bytes, int to, byte[] between, int from) {
    byte[] all = Arrays.copyOf(bytes, to + between.length + bytes.length - from);
    System.arraycopy(between, 0, all, to, between.length);
    System.arraycopy(bytes, from, all, to + between.length, bytes.length - from);
    return all;
  }
}
