package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Remembered;
import jigi.operate.backup.seal.SealException.Kind;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM in chunks of 64 KiB. A header of 64 bytes comes first, numbers big-endian:
 *
 * <pre>
 *  0  8  "JIGISEAL"
 *  8  1  version: 1
 *  9  1  where the master key comes from: 0 the key itself, 1 Argon2id of a passphrase
 * 10  1  Argon2id: passes        11  1  Argon2id: lanes      (0 for a key)
 * 12  4  Argon2id: memory, KiB
 * 16  4  stored size of a chunk, its tag of 16 bytes included
 * 20 16  salt
 * 36 16  key check: tells a wrong key from damaged data
 * 52 12  the first bytes of the SHA-256 of bytes 0 to 51
 * </pre>
 *
 * The file's key is HKDF-SHA-256 of the master key with the salt and the info {@code "jigi seal 1
 * data"}, the key check the same with {@code "jigi seal 1 check"}. Chunks follow as {@link
 * ChunkCipher} says, each bound to the header; only the last may be shorter.
 */
final class AesEnvelope implements Envelope {
  private static final byte[] MAGIC = "JIGISEAL".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = 64;
  private static final int CHECKED = 52;
  private static final int SALT = 16;
  private static final int CHECK = 16;
  private static final int STORED_CHUNK = 1 << 16;
  private static final int LARGEST_CHUNK = 1 << 24;
  private static final Derivation PASSPHRASE = new Derivation(1, 2, 1, 19 * 1024);

  /** Where a master key comes from. Figures for Argon2id: OWASP's cheat sheet on passwords. */
  private record Derivation(int kind, int passes, int lanes, int memory) {
    static final Derivation NONE = new Derivation(0, 0, 0, 0);

    boolean known() {
      return equals(NONE)
          || (kind == 1
              && passes > 0
              && passes <= 64
              && lanes > 0
              && memory >= 8 * lanes
              && memory <= 1 << 20);
    }
  }

  /** Of what a master key is derived; the salt in hexadecimal. */
  private record Passphrase(String text, Derivation derivation, String salt) {}

  /** What was sealed is read back at once and again: so many keys are not derived twice. */
  private static final Remembered<Passphrase, byte[]> DERIVED = new Remembered<>(64);

  private final String text;
  private final byte @Nullable [] key;

  AesEnvelope(String text) {
    this.text = text;
    this.key = rawKey(text);
  }

  /** 32 bytes in hexadecimal or base64; null for what must be a passphrase. */
  private static byte @Nullable [] rawKey(String text) {
    if (text.matches("[0-9a-fA-F]{64}")) {
      return HexFormat.of().parseHex(text);
    }
    return text.matches("[A-Za-z0-9+/]{43}=") ? Base64.getDecoder().decode(text) : null;
  }

  @Override
  public OutputStream seal(OutputStream target) throws IOException {
    byte[] salt = HexFormat.of().parseHex(Ids.secret(SALT));
    Derivation derivation = key == null ? PASSPHRASE : Derivation.NONE;
    byte[] master = master(derivation, salt);
    ByteBuffer header =
        ByteBuffer.allocate(HEADER)
            .put(MAGIC)
            .put((byte) VERSION)
            .put((byte) derivation.kind())
            .put((byte) derivation.passes())
            .put((byte) derivation.lanes())
            .putInt(derivation.memory())
            .putInt(STORED_CHUNK)
            .put(salt)
            .put(derived(master, salt, "check", CHECK));
    header.put(sum(header.array()));
    target.write(header.array());
    return new ChunkOutput(target, cipher(master, salt, header.array(), STORED_CHUNK));
  }

  @Override
  public InputStream open(InputStream stored) throws IOException {
    byte[] header = stored.readNBytes(HEADER);
    byte[] magic = Arrays.copyOf(header, Math.min(header.length, MAGIC.length));
    if (magic.length > 0 && !Arrays.equals(magic, Arrays.copyOf(MAGIC, magic.length))) {
      throw new SealException(Kind.OTHER_FORMAT, "the data was not sealed by AES-256-GCM");
    }
    if (header.length < HEADER) {
      throw new SealException(
          Kind.TRUNCATED, "the data ends within its header, after " + header.length + " bytes");
    }
    if (!Arrays.equals(sum(header), Arrays.copyOfRange(header, CHECKED, HEADER))) {
      throw new SealException(Kind.DAMAGED, "the header of the encrypted data is damaged");
    }
    ByteBuffer fields = ByteBuffer.wrap(header).position(MAGIC.length);
    int version = fields.get();
    Derivation derivation =
        new Derivation(fields.get(), fields.get(), fields.get(), fields.getInt());
    int chunk = fields.getInt();
    if (version != VERSION || !derivation.known() || chunk < 64 || chunk > LARGEST_CHUNK) {
      throw new SealException(
          Kind.OTHER_FORMAT,
          "the data is of a format that this Jigi does not know (" + version + ")");
    }
    byte[] salt = new byte[SALT];
    byte[] check = new byte[CHECK];
    fields.get(salt).get(check);
    byte[] master = master(derivation, salt);
    if (!MessageDigest.isEqual(check, derived(master, salt, "check", CHECK))) {
      throw new SealException(Kind.WRONG_KEY, "the data was sealed with another key");
    }
    return new ChunkInput(stored, cipher(master, salt, header, chunk));
  }

  private static ChunkCipher cipher(byte[] master, byte[] salt, byte[] header, int chunk) {
    byte[] data = derived(master, salt, "data", 32);
    return ChunkCipher.aesGcm(data, header, chunk - ChunkCipher.TAG);
  }

  /** What was sealed with a passphrase opens with its text even when that looks like a key. */
  private byte[] master(Derivation derivation, byte[] salt) {
    if (derivation.kind() == 0) {
      return key == null ? text.getBytes(StandardCharsets.UTF_8) : key;
    }
    return DERIVED.get(
        new Passphrase(text, derivation, HexFormat.of().formatHex(salt)),
        () -> argon2(derivation, salt));
  }

  private byte[] argon2(Derivation derivation, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withSalt(salt)
            .withIterations(derivation.passes())
            .withMemoryAsKB(derivation.memory())
            .withParallelism(derivation.lanes())
            .build());
    byte[] master = new byte[32];
    generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), master);
    return master;
  }

  private static byte[] derived(byte[] master, byte[] salt, String use, int length) {
    return hkdf(master, salt, "jigi seal 1 " + use, length);
  }

  /** HKDF-SHA-256 (RFC 5869). */
  static byte[] hkdf(byte[] secret, byte[] salt, String info, int length) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(salt)
                  .thenExpand(info.getBytes(StandardCharsets.US_ASCII), length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HKDF-SHA256", e);
    }
  }

  private static byte[] sum(byte[] header) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(header, 0, CHECKED);
      return Arrays.copyOf(digest.digest(), HEADER - CHECKED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
