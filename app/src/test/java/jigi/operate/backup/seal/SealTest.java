package jigi.operate.backup.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import jigi.base.config.Secret;
import jigi.base.kernel.Hash;
import jigi.operate.backup.seal.SealException.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SealTest {
  private static final long SEED = 7;
  static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  static final Secret SECRET = new Secret(Secret.Source.ENV, "KEY");
  private static final Encryption AES = new Encryption.Aes(SECRET);

  /** Stored bytes of a chunk of AES-256-GCM, and its plaintext. */
  private static final int STORED = 65_536;

  private static final int PLAIN = STORED - 16;
  private static final int HEADER = 64;

  @TempDir private Path folder;

  static Stream<Arguments> combinations() {
    return Stream.of(Compression.values())
        .flatMap(
            c ->
                Stream.of(new Encryption.None(), AES)
                    .flatMap(
                        e ->
                            Stream.of(0, 1, PLAIN - 1, PLAIN, PLAIN + 1, 2 * PLAIN, 1_000_000)
                                .map(size -> Arguments.of(c, e, size))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("combinations")
  void opensWhatItSealed(Compression compression, Encryption encryption, int size)
      throws Exception {
    byte[] plain = text(size);
    Seal seal = seal(compression, encryption, KEY);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    Sums sums = store(seal, plain, stored);
    assertThat(sums.plainBytes()).isEqualTo(size);
    assertThat(sums.plainSha256()).isEqualTo(Hash.of(plain));
    assertThat(sums.storedBytes()).isEqualTo(stored.size());
    assertThat(sums.storedSha256()).isEqualTo(Hash.of(stored.toByteArray()));
    try (OpeningInput in = seal.from(new ByteArrayInputStream(stored.toByteArray()), sums)) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
      assertThat(in.finish()).isEqualTo(sums);
    }
    try (OpeningInput in = seal.from(new ByteArrayInputStream(stored.toByteArray()))) {
      assertThat(in.finish()).as("without reading").isEqualTo(sums);
    }
  }

  @Test
  void sealsAreNeverTheSame() throws Exception {
    Seal seal = seal(Compression.NONE, AES, KEY);
    assertThat(sealed(seal, text(100))).isNotEqualTo(sealed(seal, text(100)));
  }

  @Test
  void aPassphraseAndAKeyInBase64Work() throws Exception {
    for (String key : new String[] {"correct horse battery staple", "비밀번호", base64()}) {
      Seal seal = seal(Compression.ZSTD, AES, key);
      byte[] stored = sealed(seal, text(100_000));
      assertThat(opened(seal, stored)).isEqualTo(text(100_000));
      damaged(Kind.WRONG_KEY, seal(Compression.ZSTD, AES, key + "x"), stored);
    }
    byte[] hex = sealed(seal(Compression.NONE, AES, KEY), text(9));
    assertThat(opened(seal(Compression.NONE, AES, base64()), hex)).as("same key").hasSize(9);
  }

  private static String base64() {
    return java.util.Base64.getEncoder().encodeToString(java.util.HexFormat.of().parseHex(KEY));
  }

  @Test
  void anotherKeyIsToldFromDamage() throws Exception {
    byte[] stored = sealed(seal(Compression.ZSTD, AES, KEY), text(200_000));
    String other = KEY.replace('0', '1');
    damaged(Kind.WRONG_KEY, seal(Compression.ZSTD, AES, other), stored);
    damaged(Kind.WRONG_KEY, seal(Compression.ZSTD, AES, "a passphrase"), stored);
  }

  @Test
  void everyCutIsFound() throws Exception {
    Seal seal = seal(Compression.NONE, AES, KEY);
    byte[] stored = sealed(seal, text(3 * PLAIN + 100));
    int[] cuts = {
      0,
      1,
      8,
      63,
      HEADER,
      HEADER + 1,
      HEADER + 15,
      HEADER + 16,
      HEADER + STORED - 1,
      HEADER + STORED,
      HEADER + STORED + 1,
      HEADER + 3 * STORED,
      stored.length - 1
    };
    for (int cut : cuts) {
      damaged(Kind.TRUNCATED, seal, Arrays.copyOf(stored, cut));
    }
  }

  @Test
  void aFlippedBitIsFoundInEveryPart() throws Exception {
    Seal seal = seal(Compression.NONE, AES, KEY);
    byte[] stored = sealed(seal, text(2 * PLAIN + 100));
    for (int i = 0; i < HEADER; i++) {
      damaged(i < 8 ? Kind.OTHER_FORMAT : Kind.DAMAGED, seal, flipped(stored, i));
    }
    damaged(Kind.DAMAGED, seal, flipped(stored, HEADER));
    damaged(Kind.DAMAGED, seal, flipped(stored, HEADER + STORED - 1));
    damaged(Kind.DAMAGED, seal, flipped(stored, HEADER + STORED + 5));
    assertThatThrownBy(() -> opened(seal, flipped(stored, stored.length - 1)))
        .isInstanceOf(SealException.class);
  }

  @Test
  void chunksThatWereSwappedRepeatedAppendedOrTakenFromAnotherFileAreFound() throws Exception {
    Seal seal = seal(Compression.NONE, AES, KEY);
    byte[] stored = sealed(seal, text(4 * PLAIN));
    byte[] other = sealed(seal, text(4 * PLAIN));
    damaged(Kind.DAMAGED, seal, copied(stored, stored, 1, 2));
    damaged(Kind.DAMAGED, seal, copied(stored, stored, 2, 0));
    damaged(Kind.DAMAGED, seal, copied(stored, other, 1, 1));
    damaged(Kind.DAMAGED, seal, Arrays.copyOf(stored, stored.length + 1));
    damaged(Kind.DAMAGED, seal, Arrays.copyOf(stored, stored.length + STORED));
  }

  @Test
  void whatIsExpectedTellsDamageWhereAFormatCannot() throws Exception {
    for (Compression compression : Compression.values()) {
      Seal seal = seal(compression, new Encryption.None(), KEY);
      byte[] plain = text(500_000);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Sums sums = store(seal, plain, out);
      byte[] stored = out.toByteArray();
      expecting(Kind.DAMAGED, seal, flipped(stored, stored.length / 2), sums);
      expecting(Kind.DAMAGED, seal, flipped(stored, 0), sums);
      expecting(Kind.TRUNCATED, seal, Arrays.copyOf(stored, stored.length - 1), sums);
      expecting(Kind.TRUNCATED, seal, new byte[0], sums);
      expecting(Kind.DAMAGED, seal, Arrays.copyOf(stored, stored.length + 7), sums);
      // Another file may be shorter, too.
      expecting(null, seal, sealed(seal, flipped(plain, 77)), sums);
    }
  }

  @Test
  void compressionsFindTheirOwnDamage() throws Exception {
    for (Compression compression : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
      Seal seal = seal(compression, new Encryption.None(), KEY);
      byte[] stored = sealed(seal, text(500_000));
      damaged(Kind.TRUNCATED, seal, Arrays.copyOf(stored, stored.length / 2));
      damaged(Kind.DAMAGED, seal, flipped(stored, stored.length - 3));
      damaged(Kind.DAMAGED, seal, Arrays.copyOf(stored, stored.length + 7));
      damaged(Kind.OTHER_FORMAT, seal, text(500_000));
    }
  }

  @Test
  void whatWasNotFinishedDoesNotOpen() throws Exception {
    for (Compression compression : Compression.values()) {
      Seal seal = seal(compression, AES, KEY);
      ByteArrayOutputStream stored = new ByteArrayOutputStream();
      try (SealingOutput out = seal.to(stored)) {
        out.write(text(300_000));
      }
      damaged(Kind.TRUNCATED, seal, stored.toByteArray());
    }
  }

  @Test
  void theFirstBytesTellWhatAFileIs() throws Exception {
    byte[] plain = text(1000);
    assertThat(SealedAs.of(new byte[0])).isEqualTo(SealedAs.EMPTY);
    assertThat(SealedAs.of(plain)).isEqualTo(SealedAs.PLAIN);
    assertThat(SealedAs.of(new byte[] {1})).isEqualTo(SealedAs.PLAIN);
    assertThat(SealedAs.of(sealed(seal(Compression.GZIP, new Encryption.None(), KEY), plain)))
        .isEqualTo(SealedAs.GZIP);
    assertThat(SealedAs.of(sealed(seal(Compression.ZSTD, new Encryption.None(), KEY), plain)))
        .isEqualTo(SealedAs.ZSTD);
    SealedAs aes = SealedAs.of(sealed(seal(Compression.ZSTD, AES, KEY), plain));
    assertThat(aes).isEqualTo(SealedAs.AES_256_GCM);
    assertThat(aes.encrypted()).isTrue();
  }

  /** 3 GB of hexadecimal digits through the whole pipeline and back. */
  @Test
  @Tag("exhaustive")
  void threeGigabytesComeBackAndLeaveNothingInMemory() throws Exception {
    Path file = folder.resolve("big");
    Seal seal = seal(Compression.ZSTD, AES, KEY);
    byte[] block = text(1 << 20);
    Sums sums;
    try (OutputStream target = Files.newOutputStream(file);
        SealingOutput out = seal.to(target)) {
      for (int i = 0; i < 3 * 1024; i++) {
        block[i % block.length]++;
        out.write(block);
      }
      sums = out.finish();
    }
    assertThat(sums.plainBytes()).isEqualTo(3L << 30);
    try (OpeningInput in = seal.from(Files.newInputStream(file), sums)) {
      assertThat(in.finish()).isEqualTo(sums);
    }
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertThat(used).isLessThan(300L << 20);
  }

  @Test
  void aDiskThatCannotBeReadIsNoDamage() throws Exception {
    Seal seal = seal(Compression.ZSTD, AES, KEY);
    byte[] stored = sealed(seal, text(500_000));
    InputStream broken =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == 70_000) {
              throw new IOException("Input/output error");
            }
            return stored[at++] & 0xff;
          }
        };
    try (OpeningInput in = seal.from(broken)) {
      assertThatThrownBy(in::finish)
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("Input/output error");
    }
  }

  static Seal seal(Compression compression, Encryption encryption, String key) throws Exception {
    return Seal.of(compression, encryption, secret -> key);
  }

  /** Compressible, and the same each time. */
  static byte[] text(int size) {
    Random random = new Random(SEED);
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) "0123456789abcdef".charAt(random.nextInt(16));
    }
    return bytes;
  }

  static byte[] sealed(Seal seal, byte[] plain) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    store(seal, plain, stored);
    return stored.toByteArray();
  }

  private static Sums store(Seal seal, byte[] plain, ByteArrayOutputStream stored)
      throws IOException {
    try (SealingOutput out = seal.to(stored)) {
      int half = plain.length / 2;
      out.write(plain, 0, half);
      if (plain.length > half) {
        out.write(plain[half]);
        out.write(plain, half + 1, plain.length - half - 1);
      }
      return out.finish();
    }
  }

  static byte[] opened(Seal seal, byte[] stored) throws IOException {
    try (OpeningInput in = seal.from(new ByteArrayInputStream(stored))) {
      byte[] plain = in.readAllBytes();
      in.finish();
      return plain;
    }
  }

  static void damaged(Kind kind, Seal seal, byte[] stored) {
    assertThatThrownBy(() -> opened(seal, stored))
        .isInstanceOfSatisfying(
            SealException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }

  static void expecting(@Nullable Kind kind, Seal seal, byte[] stored, Sums sums)
      throws IOException {
    try (OpeningInput in = seal.from(new ByteArrayInputStream(stored), sums)) {
      assertThatThrownBy(in::finish)
          .isInstanceOfSatisfying(
              SealException.class,
              e -> {
                if (kind != null) {
                  assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
                }
              });
    }
  }

  static byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 0x10;
    return copy;
  }

  private static byte[] copied(byte[] target, byte[] source, int from, int to) {
    byte[] copy = target.clone();
    System.arraycopy(source, HEADER + from * STORED, copy, HEADER + to * STORED, STORED);
    return copy;
  }
}
