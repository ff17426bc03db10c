package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import jigi.base.kernel.Ids;
import jigi.operate.backup.seal.AgeHeader.Stanza;
import jigi.operate.backup.seal.SealException.Kind;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/**
 * The format of <a href="https://age-encryption.org/v1">age-encryption.org/v1</a>, binary, for
 * X25519 keys or a passphrase.
 */
final class AgeEnvelope implements Envelope {
  private static final int CHUNK = 1 << 16;
  private static final int FILE_KEY = 16;
  private static final int NONCE = 16;
  private static final int SALT = 16;
  private static final String X25519 = "X25519";
  private static final String SCRYPT = "scrypt";
  private static final String LABEL = "age-encryption.org/v1/";

  /** 32 MiB: the tool takes 256, which is more than Jigi itself may. */
  private static final int WORK = 15;

  private static final int MOST_WORK = 20;
  private static final long SCRYPT_BLOCK = 128 * 8;

  private final List<byte[]> recipients;
  private final List<byte[]> identities;
  private final @Nullable String passphrase;

  private AgeEnvelope(
      List<byte[]> recipients, List<byte[]> identities, @Nullable String passphrase) {
    this.recipients = recipients;
    this.identities = identities;
    this.passphrase = passphrase;
  }

  /**
   * @throws jigi.base.kernel.UserError {@code bad-age-key}
   */
  static AgeEnvelope toKeys(List<String> recipients, @Nullable String identity) {
    return new AgeEnvelope(
        recipients.stream().map(AgeKeys::recipient).toList(), AgeKeys.identities(identity), null);
  }

  static AgeEnvelope withPassphrase(String passphrase) {
    return new AgeEnvelope(List.of(), List.of(), passphrase);
  }

  @Override
  public OutputStream seal(OutputStream target) throws IOException {
    byte[] fileKey = random(FILE_KEY);
    List<Stanza> stanzas = new ArrayList<>();
    if (passphrase == null) {
      recipients.forEach(recipient -> stanzas.add(wrapped(fileKey, recipient)));
    } else {
      byte[] salt = random(SALT);
      stanzas.add(
          new Stanza(
              List.of(SCRYPT, AgeHeader.base64(salt), String.valueOf(WORK)),
              sealed(stretched(passphrase, salt, WORK), fileKey)));
    }
    byte[] unsigned = AgeHeader.unsigned(stanzas);
    byte[] nonce = random(NONCE);
    target.write(unsigned);
    target.write(AgeHeader.codeLine(code(fileKey, unsigned)));
    target.write(nonce);
    return new ChunkOutput(target, cipher(fileKey, nonce));
  }

  private static Stanza wrapped(byte[] fileKey, byte[] recipient) {
    byte[] secret = random(AgeKeys.SIZE);
    byte[] share = AgeKeys.publicOf(secret);
    byte[] key = wrapKey(secret, recipient, share, recipient);
    if (key == null) {
      throw new IllegalStateException("a public key that no private one belongs to");
    }
    return new Stanza(List.of(X25519, AgeHeader.base64(share)), sealed(key, fileKey));
  }

  private static byte @Nullable [] wrapKey(
      byte[] secret, byte[] point, byte[] share, byte[] recipient) {
    byte[] shared = AgeKeys.shared(secret, point);
    byte[] salt = new byte[2 * AgeKeys.SIZE];
    System.arraycopy(share, 0, salt, 0, AgeKeys.SIZE);
    System.arraycopy(recipient, 0, salt, AgeKeys.SIZE, AgeKeys.SIZE);
    return shared == null ? null : AesEnvelope.hkdf(shared, salt, LABEL + X25519, 32);
  }

  @Override
  public InputStream open(InputStream stored) throws IOException {
    AgeHeader header = AgeHeader.read(stored);
    byte[] fileKey = fileKey(header.stanzas());
    if (fileKey == null) {
      throw new SealException(
          Kind.WRONG_KEY,
          passphrase == null
              ? "none of the " + identities.size() + " private keys given opens the data"
              : "the data was sealed with another passphrase, or for private keys");
    }
    if (!MessageDigest.isEqual(code(fileKey, header.signed()), header.code())) {
      throw new SealException(Kind.DAMAGED, "the header of the encrypted data is damaged");
    }
    byte[] nonce = stored.readNBytes(NONCE);
    if (nonce.length < NONCE) {
      throw new SealException(Kind.TRUNCATED, "the data ends right after its header");
    }
    return new ChunkInput(stored, cipher(fileKey, nonce));
  }

  private byte @Nullable [] fileKey(List<Stanza> stanzas) throws SealException {
    for (Stanza stanza : stanzas) {
      byte[] key =
          switch (stanza.words().getFirst()) {
            case X25519 -> byIdentity(stanza);
            case SCRYPT -> stanzas.size() == 1 ? byPassphrase(stanza) : null;
            // For somebody whose way we do not know.
            default -> null;
          };
      if (key != null) {
        return key;
      }
    }
    return null;
  }

  private byte @Nullable [] byIdentity(Stanza stanza) {
    byte[] share = stanza.words().size() == 2 ? AgeHeader.decoded(stanza.words().get(1)) : null;
    if (share == null || share.length != AgeKeys.SIZE) {
      return null;
    }
    for (byte[] identity : identities) {
      byte[] key = wrapKey(identity, share, share, AgeKeys.publicOf(identity));
      byte[] fileKey = key == null ? null : opened(key, stanza.body());
      if (fileKey != null) {
        return fileKey;
      }
    }
    return null;
  }

  private byte @Nullable [] byPassphrase(Stanza stanza) throws SealException {
    byte[] salt = stanza.words().size() == 3 ? AgeHeader.decoded(stanza.words().get(1)) : null;
    String work = salt == null ? "" : stanza.words().get(2);
    if (passphrase == null || salt == null || salt.length != SALT || !work.matches("[1-9]\\d?")) {
      return null;
    }
    int log = Integer.parseInt(work);
    if (log > MOST_WORK || (SCRYPT_BLOCK << log) > Runtime.getRuntime().maxMemory() / 2) {
      throw new SealException(
          Kind.OTHER_FORMAT,
          "to open the data takes "
              + (log > MOST_WORK ? "too much" : (SCRYPT_BLOCK << log >> 20) + " MiB of")
              + " memory (scrypt 2^"
              + log
              + ")");
    }
    return opened(stretched(passphrase, salt, log), stanza.body());
  }

  private static byte[] stretched(String passphrase, byte[] salt, int log) {
    byte[] label = (LABEL + SCRYPT).getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[label.length + salt.length];
    System.arraycopy(label, 0, all, 0, label.length);
    System.arraycopy(salt, 0, all, label.length, salt.length);
    return SCrypt.generate(passphrase.getBytes(StandardCharsets.UTF_8), all, 1 << log, 8, 1, 32);
  }

  private static ChunkCipher cipher(byte[] fileKey, byte[] nonce) {
    return ChunkCipher.chaCha(AesEnvelope.hkdf(fileKey, nonce, "payload", 32), CHUNK);
  }

  private static byte[] code(byte[] fileKey, byte[] header) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = AesEnvelope.hkdf(fileKey, new byte[0], "header", 32);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(header);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] sealed(byte[] key, byte[] fileKey) {
    try {
      return once(Cipher.ENCRYPT_MODE, key).doFinal(fileKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key does not wrap", e);
    }
  }

  private static byte @Nullable [] opened(byte[] key, byte[] wrapped) {
    try {
      byte[] fileKey = once(Cipher.DECRYPT_MODE, key).doFinal(wrapped);
      return fileKey.length == FILE_KEY ? fileKey : null;
    } catch (GeneralSecurityException e) {
      // Not wrapped for this key.
      return null;
    }
  }

  /** The nonce is all zero, for the key is used once. */
  private static Cipher once(int mode, byte[] key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
    cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(new byte[12]));
    return cipher;
  }

  private static byte[] random(int bytes) {
    return HexFormat.of().parseHex(Ids.secret(bytes));
  }
}
