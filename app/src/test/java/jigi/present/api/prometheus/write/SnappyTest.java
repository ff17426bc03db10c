package jigi.present.api.prometheus.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import jigi.detect.metric.remote.SnappyPacker;
import org.junit.jupiter.api.Test;

class SnappyTest {
  private static final int LIMIT = 1 << 20;

  @Test
  void unpacksLiteralsAndCopies() throws MalformedException {
    // "abcd", then eight bytes from four back, then "!" after a copy with a two-byte offset.
    byte[] packed = HexFormat.of().parseHex("110c616263641104" + "0e0c00" + "0021");
    assertThat(new String(unpack(packed), StandardCharsets.US_ASCII))
        .isEqualTo("abcdabcdabcdabcd!");
  }

  @Test
  void refusesWhatIsLargerThanItMayBe() {
    byte[] packed = HexFormat.of().parseHex("ffffff7f00");
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> unpack(packed))
        .withMessageContaining("at most " + LIMIT);
  }

  @Test
  void refusesALengthThatTheDataCannotHave() {
    byte[] packed = HexFormat.of().parseHex("80803f0061");
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> unpack(packed));
  }

  @Test
  void anyBytesAreUnpackedOrRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int unpacked = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(40)];
      random.nextBytes(bytes);
      bytes[0] &= 0x3F;
      try {
        assertThat(unpack(bytes)).as("seed %d", seed).hasSize(bytes[0]);
        unpacked++;
      } catch (MalformedException e) {
        assertThat(e).hasMessageStartingWith("snappy");
      }
    }
    assertThat(unpacked).as("seed %d", seed).isPositive();
  }

  @Test
  void aSecondMessageIsNotMixedWithTheFirst() throws MalformedException {
    Snappy snappy = new Snappy();
    snappy.unpack(HexFormat.of().parseHex("110c616263641104" + "0e0c00" + "0021"), LIMIT);
    snappy.clear();
    snappy.unpack(HexFormat.of().parseHex("020461 62".replace(" ", "")), LIMIT);
    assertThat(new String(snappy.bytes(), 0, snappy.size(), StandardCharsets.US_ASCII))
        .isEqualTo("ab");
  }

  @Test
  void unpacksWhatIsPackedHere() throws MalformedException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    SnappyPacker packer = new SnappyPacker();
    for (int i = 0; i < 300; i++) {
      byte[] plain = new byte[random.nextInt(200_000)];
      int variety = 1 + random.nextInt(255);
      for (int k = 0; k < plain.length; k++) {
        boolean repeats = k > 500 && random.nextInt(50) > 0;
        plain[k] = repeats ? plain[k - 500] : (byte) random.nextInt(variety);
      }
      assertThat(unpack(packer.pack(plain))).as("seed %d", seed).isEqualTo(plain);
    }
  }

  private static byte[] unpack(byte[] packed) throws MalformedException {
    Snappy snappy = new Snappy();
    snappy.unpack(packed, LIMIT);
    return Arrays.copyOf(snappy.bytes(), snappy.size());
  }
}
