package jigi.base.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes, one lane. One hash at a time, on a platform thread:
 * sign-ins must take neither the heap nor the cores of a small host.
 */
final class PasswordHasher implements AutoCloseable {
  static final int SHORTEST = 10;
  static final int LONGEST = 1000;
  private static final int KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final String PREFIX = "$argon2id$v=19$m=" + KIB + ",t=" + PASSES + ",p=" + LANES;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("password-hash").daemon().factory());

  /**
   * The hash in the PHC string format.
   *
   * @throws UserError {@code password-too-short}, {@code password-too-long}
   */
  String hash(String password) {
    if (password.codePointCount(0, password.length()) < SHORTEST) {
      throw new UserError(
          "password-too-short",
          "the password has fewer than " + SHORTEST + " characters",
          "use a sentence of a few words");
    }
    if (password.length() > LONGEST) {
      throw new UserError(
          "password-too-long",
          "the password has more than " + LONGEST + " characters",
          "use a shorter one");
    }
    byte[] salt = HexFormat.of().parseHex(Ids.secret(SALT_BYTES));
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return PREFIX
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(derived(password, salt));
  }

  /** Takes the same time for an account without a password. */
  boolean matches(String password, @Nullable String hash) {
    if (password.length() > LONGEST) {
      return false;
    }
    if (hash == null) {
      derived(password, new byte[SALT_BYTES]);
      return false;
    }
    String[] parts = hash.split("\\$");
    if (parts.length != 6 || !hash.startsWith(PREFIX + "$")) {
      throw new IllegalStateException("a stored password hash has an unknown format");
    }
    byte[] salt = Base64.getDecoder().decode(parts[4]);
    return MessageDigest.isEqual(derived(password, salt), Base64.getDecoder().decode(parts[5]));
  }

  @Override
  public void close() {
    thread.close();
  }

  private byte[] derived(String password, byte[] salt) {
    Future<byte[]> future = thread.submit(() -> argon2(password, salt));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing failed", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static byte[] argon2(String password, byte[] salt) {
    // Keyboards differ in whether 가 arrives composed; NFC makes them agree.
    String normal = Normalizer.normalize(password, Normalizer.Form.NFC);
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(KIB)
            .withIterations(PASSES)
            .withParallelism(LANES)
            .withSalt(salt)
            .build());
    byte[] out = new byte[BYTES];
    generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), out);
    return out;
  }
}
