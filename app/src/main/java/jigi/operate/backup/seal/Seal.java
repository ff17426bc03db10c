package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import jigi.base.config.Secret;
import jigi.base.connect.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Compresses, encrypts and counts on the way into a store, and undoes and checks all three on the
 * way back, in one stream. Memory does not depend on the size. Works on the calling thread, which
 * should be a platform thread: compression is native.
 */
public final class Seal {
  private final Compression compression;
  private final @Nullable Envelope envelope;

  private Seal(Compression compression, @Nullable Envelope envelope) {
    this.compression = compression;
    this.envelope = envelope;
  }

  /**
   * Reads the key, which stays in memory as long as the seal.
   *
   * @throws Secret.Missing when there is none
   * @throws jigi.base.kernel.UserError {@code bad-age-key}
   */
  public static Seal of(Compression compression, Encryption encryption, Secrets secrets)
      throws Secret.Missing {
    return new Seal(
        compression,
        switch (encryption) {
          case Encryption.None _ -> null;
          case Encryption.Aes aes -> new AesEnvelope(secrets.read(aes.key()));
          case Encryption.OpenPgp pgp -> new OpenPgpEnvelope(secrets.read(pgp.passphrase()));
          case Encryption.Age age ->
              AgeEnvelope.toKeys(
                  age.recipients(), age.identity() == null ? null : secrets.read(age.identity()));
          case Encryption.AgePassphrase age ->
              AgeEnvelope.withPassphrase(secrets.read(age.passphrase()));
        });
  }

  /** What is written comes out sealed in the target, which is not closed. */
  public SealingOutput to(OutputStream target) throws IOException {
    return new SealingOutput(target, compression, envelope);
  }

  /** As {@link #from(InputStream, Sums)}, of bytes about which nothing is known. */
  public OpeningInput from(InputStream stored) {
    return new OpeningInput(stored, compression, envelope, null);
  }

  /**
   * The plaintext. It is whole only when {@link OpeningInput#finish} has returned: until then a
   * later part may turn out to be missing.
   *
   * @param expected what was stored: tells a wrong key from damage where the format cannot
   */
  public OpeningInput from(InputStream stored, @Nullable Sums expected) {
    return new OpeningInput(stored, compression, envelope, expected);
  }
}
