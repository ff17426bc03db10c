package jigi.operate.backup.seal;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Iterator;
import jigi.operate.backup.seal.SealException.Kind;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.PGPRuntimeOperationException;
import org.bouncycastle.openpgp.jcajce.JcaPGPObjectFactory;
import org.bouncycastle.openpgp.operator.PGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePBEDataDecryptorFactoryBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;
import org.jspecify.annotations.Nullable;

/**
 * OpenPGP (RFC 4880) with a passphrase, as GnuPG makes it from {@code --symmetric --cipher-algo
 * AES256 --s2k-mode 3 --s2k-digest-algo SHA512 --s2k-count 65011712}, with the modification
 * detection code. Reads what GnuPG makes with other ciphers and digests, too.
 */
final class OpenPgpEnvelope implements Envelope {
  /** 65 011 712 bytes are hashed, in the coding of RFC 4880 §3.7.1.3. */
  private static final int S2K_COUNT = 0xff;

  private static final int PACKET = 1 << 16;

  private final String passphrase;

  OpenPgpEnvelope(String passphrase) {
    this.passphrase = passphrase;
  }

  @Override
  public OutputStream seal(OutputStream target) throws IOException {
    PGPEncryptedDataGenerator encrypted =
        new PGPEncryptedDataGenerator(
            new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(true)
                .setSecureRandom(new SecureRandom()));
    try {
      encrypted.addMethod(
          new JcePBEKeyEncryptionMethodGenerator(
              passphrase.toCharArray(), digests().get(HashAlgorithmTags.SHA512), S2K_COUNT));
      OutputStream sealed = encrypted.open(target, new byte[PACKET]);
      OutputStream literal =
          new PGPLiteralDataGenerator()
              .open(sealed, PGPLiteralData.BINARY, "", PGPLiteralData.NOW, new byte[PACKET]);
      return new Ending(literal, sealed);
    } catch (PGPException e) {
      throw new IOException("OpenPGP does not begin: " + e.getMessage(), e);
    }
  }

  private static PGPDigestCalculatorProvider digests() throws PGPException {
    return new JcaPGPDigestCalculatorProviderBuilder().build();
  }

  /** Ends the literal data, then what is around it. */
  private static final class Ending extends OutputStream {
    private final OutputStream literal;
    private final OutputStream sealed;

    Ending(OutputStream literal, OutputStream sealed) {
      this.literal = literal;
      this.sealed = sealed;
    }

    @Override
    public void write(int b) throws IOException {
      literal.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      literal.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      literal.close();
      sealed.close();
    }
  }

  @Override
  public InputStream open(InputStream stored) throws IOException {
    PGPPBEEncryptedData data = encrypted(stored);
    try {
      InputStream clear =
          data.getDataStream(
              new JcePBEDataDecryptorFactoryBuilder(digests()).build(passphrase.toCharArray()));
      return new Checked(literal(clear), data);
    } catch (PGPException e) {
      throw wrongKey(e);
    }
  }

  private static PGPPBEEncryptedData encrypted(InputStream stored) throws IOException {
    Object first = first(stored);
    if (first instanceof PGPEncryptedDataList list) {
      for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
        if (each.next() instanceof PGPPBEEncryptedData data) {
          return data;
        }
      }
      throw new SealException(
          Kind.OTHER_FORMAT, "the OpenPGP data is for private keys, not for a passphrase");
    }
    throw new SealException(Kind.OTHER_FORMAT, "the data was not sealed by OpenPGP");
  }

  private static @Nullable Object first(InputStream stored) throws IOException {
    PGPObjectFactory packets = new JcaPGPObjectFactory(stored);
    try {
      Object first = packets.nextObject();
      Object packet = first instanceof PGPMarker ? packets.nextObject() : first;
      if (packet == null) {
        throw new SealException(Kind.TRUNCATED, "the data is empty");
      }
      return packet;
    } catch (EOFException e) {
      throw new SealException(Kind.TRUNCATED, "the OpenPGP data ends within its header", e);
    } catch (PGPRuntimeOperationException | IllegalArgumentException e) {
      throw new SealException(Kind.OTHER_FORMAT, "the data was not sealed by OpenPGP", e);
    } catch (IOException e) {
      if (e instanceof SealException) {
        throw e;
      }
      throw new SealException(Kind.OTHER_FORMAT, "the data was not sealed by OpenPGP", e);
    }
  }

  private static InputStream literal(InputStream clear) throws IOException {
    try {
      Object packet = new JcaPGPObjectFactory(clear).nextObject();
      if (packet instanceof PGPCompressedData compressed) {
        packet = new JcaPGPObjectFactory(compressed.getDataStream()).nextObject();
      }
      if (packet instanceof PGPLiteralData literal) {
        return literal.getInputStream();
      }
    } catch (PGPException | IOException | RuntimeException e) {
      throw wrongKey(e);
    }
    throw wrongKey(null);
  }

  /** The passphrase makes the key itself: the format knows of no other way to see that it fits. */
  private static SealException wrongKey(@Nullable Exception e) {
    return new SealException(Kind.WRONG_KEY, "the data was sealed with another passphrase", e);
  }

  /** Believes the end only when the modification detection code does. */
  private static final class Checked extends FilterInputStream {
    private final PGPPBEEncryptedData data;
    private boolean verified;

    Checked(InputStream literal, PGPPBEEncryptedData data) {
      super(literal);
      this.data = data;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int read = in.read(target, offset, length);
        if (read < 0 && !verified) {
          verify();
        }
        return read;
      } catch (EOFException e) {
        throw new SealException(Kind.TRUNCATED, "the OpenPGP data ends too early", e);
      } catch (RuntimeException e) {
        throw new SealException(Kind.DAMAGED, "the OpenPGP data is damaged", e);
      }
    }

    private void verify() throws IOException {
      verified = true;
      try {
        if (!data.isIntegrityProtected()) {
          throw new SealException(
              Kind.OTHER_FORMAT, "the OpenPGP data is not protected against changes");
        }
        if (!data.verify()) {
          throw new SealException(Kind.DAMAGED, "the OpenPGP data was changed after it was sealed");
        }
      } catch (PGPException e) {
        throw new SealException(Kind.DAMAGED, "the OpenPGP data cannot be verified", e);
      }
    }
  }
}
