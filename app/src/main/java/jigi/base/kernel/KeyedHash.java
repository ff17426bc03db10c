package jigi.base.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-1-3 with 128 bits and a key of its own ({@code https://www.aumasson.jp/siphash/}): nobody
 * who does not know the key can make two texts that meet, and by chance none ever do. Not
 * thread-safe: the result stays in the fields.
 */
public final class KeyedHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;
  long high;
  long low;

  KeyedHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  static KeyedHash withRandomKey() {
    SecureRandom random = new SecureRandom();
    return new KeyedHash(random.nextLong(), random.nextLong());
  }

  void of(byte[] bytes, int from, int to) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    long last = (long) (to - from) << 56;
    int words = (to - from) / 8;
    // One round for each word of the text, the last one padded; then three and again three.
    for (int i = 0; i <= words + 6; i++) {
      long word = 0;
      if (i < words) {
        word = (long) LONGS.get(bytes, from + 8 * i);
      } else if (i == words) {
        for (int at = from + 8 * words; at < to; at++) {
          last |= (bytes[at] & 0xFFL) << 8 * (at - from - 8 * words);
        }
        word = last;
      } else if (i == words + 1) {
        v2 ^= 0xee;
      } else if (i == words + 4) {
        high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
      }
      v3 ^= word;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
    low = v0 ^ v1 ^ v2 ^ v3;
  }
}
