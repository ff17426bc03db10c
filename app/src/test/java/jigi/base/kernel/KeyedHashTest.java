package jigi.base.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  @Test
  void everyByteAndTheLengthCount() {
    KeyedHash hash = KeyedHash.withRandomKey();
    byte[] bytes = new byte[40];
    Set<String> seen = new HashSet<>();
    for (int length = 0; length <= bytes.length; length++) {
      assertThat(seen.add(text(hash, bytes, length))).as("%d zeros", length).isTrue();
      for (int bit = 0; bit < 8 * length; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(seen.add(text(hash, bytes, length))).as("bit %d of %d", bit, length).isTrue();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Test
  void theKeyDecidesAndNothingElse() {
    byte[] bytes = new byte[25];
    new Random(7).nextBytes(bytes);
    assertThat(text(new KeyedHash(1, 2), bytes, 25))
        .isEqualTo(text(new KeyedHash(1, 2), bytes, 25))
        .isNotEqualTo(text(new KeyedHash(1, 3), bytes, 25))
        .isNotEqualTo(text(new KeyedHash(2, 2), bytes, 25));
  }

  private static String text(KeyedHash hash, byte[] bytes, int length) {
    hash.of(bytes, 0, length);
    return hash.high + " " + hash.low;
  }
}
