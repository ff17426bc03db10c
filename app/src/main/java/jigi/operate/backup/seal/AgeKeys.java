package jigi.operate.backup.seal;

import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.UserError;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** Keys of age: X25519, in Bech32. */
final class AgeKeys {
  private static final String PUBLIC = "age";
  private static final String PRIVATE = "age-secret-key-";
  static final int SIZE = 32;

  private AgeKeys() {}

  static boolean isRecipient(String text) {
    byte[] key = Bech32.decode(PUBLIC, text);
    return key != null && key.length == SIZE;
  }

  /**
   * The bytes of {@code age1…}.
   *
   * @throws UserError {@code bad-age-key}
   */
  static byte[] recipient(String text) {
    byte[] key = Bech32.decode(PUBLIC, text.strip());
    if (key == null || key.length != SIZE) {
      throw new UserError(
          "bad-age-key",
          "this is no public key of age (" + text + ")",
          "copy the whole line 'public key: age1…' that age-keygen prints");
    }
    return key;
  }

  /**
   * The private keys of a file as age-keygen makes it.
   *
   * @throws UserError {@code bad-age-key}, which never repeats what stands there
   */
  static List<byte[]> identities(@Nullable String file) {
    List<byte[]> keys = new ArrayList<>();
    for (String line : file == null ? List.<String>of() : file.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      byte[] key = Bech32.decode(PRIVATE, line.strip());
      if (key == null || key.length != SIZE) {
        throw new UserError(
            "bad-age-key",
            "a line of the identity is no private key of age",
            "give the file that age-keygen has written");
      }
      keys.add(key);
    }
    return keys;
  }

  static byte[] publicOf(byte[] secret) {
    byte[] point = new byte[SIZE];
    X25519.scalarMultBase(secret, 0, point, 0);
    return point;
  }

  /** The shared secret; null for a point that gives none. */
  static byte @Nullable [] shared(byte[] secret, byte[] point) {
    byte[] shared = new byte[SIZE];
    return X25519.calculateAgreement(secret, 0, point, 0, shared, 0) ? shared : null;
  }
}
