package jigi.base.connect.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Who we are to a server that asks: a certificate and its key, both as PEM texts (RFC 7468). */
public final class ClientCertificate {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([^-]+)-----END (RSA )?PRIVATE KEY-----");

  /** The DER of version 0 and rsaEncryption, which stand before an RSA key in PKCS #8. */
  private static final byte[] RSA = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private final KeyManager[] keys;

  private ClientCertificate(KeyManager[] keys) {
    this.keys = keys;
  }

  /**
   * @param chain a PEM file, our own certificate first
   * @param key PEM of PKCS #8, or of an RSA key as OpenSSL used to write it
   * @throws WireException UNKNOWN when either is not readable: it is ours
   */
  public static ClientCertificate of(Path chain, String key) throws WireException {
    try (InputStream in = Files.newInputStream(chain)) {
      Certificate[] certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (certificates.length == 0) {
        throw WireException.unknown(chain + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] nothing = {};
      String kind = certificates[0].getPublicKey().getAlgorithm();
      store.setKeyEntry("client", privateKey(key, kind), nothing, certificates);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, nothing);
      return new ClientCertificate(factory.getKeyManagers());
    } catch (IOException e) {
      throw WireException.unknown("cannot read the certificate in " + chain);
    } catch (GeneralSecurityException e) {
      // The message of a parser may quote what it has read.
      throw WireException.unknown("the certificate in " + chain + " or its key is not valid");
    }
  }

  KeyManager[] keys() {
    return keys.clone();
  }

  private static PrivateKey privateKey(String pem, String kind) throws GeneralSecurityException {
    Matcher matcher = KEY.matcher(pem);
    if (!matcher.find()) {
      throw new InvalidKeySpecException("no PRIVATE KEY");
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(matcher.group(2));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("not base64", e);
    }
    byte[] pkcs8 = matcher.group(1) == null ? bytes : sequence(RSA, element(4, bytes));
    return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static byte[] sequence(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return element(0x30, out.toByteArray());
  }

  /** Tag, length and content, as DER has them (X.690 §8.1). */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82); // keys are longer than 255 bytes and shorter than 64 KiB
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
