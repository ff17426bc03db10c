package jigi.base.connect.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import jigi.base.kernel.RealTime;
import org.jspecify.annotations.Nullable;

/**
 * TLS handshakes that tell what they saw even when the certificate is not to be trusted: the chain
 * is kept, the judgement is a separate value.
 */
public final class Tls {
  private Tls() {}

  /**
   * A finished handshake.
   *
   * @param chain the server's first
   * @param distrust why the chain is not to be trusted for that name; null when it is
   */
  public record Handshake(
      SSLSocket socket, List<X509Certificate> chain, @Nullable String distrust, long nanos) {
    public Handshake {
      chain = List.copyOf(chain);
    }

    /** When the first certificate of the chain expires. */
    public Instant expiry() {
      return chain.stream()
          .map(certificate -> certificate.getNotAfter().toInstant())
          .min(Comparator.naturalOrder())
          .orElse(Instant.EPOCH);
    }
  }

  /**
   * Shakes hands on an open connection.
   *
   * @param name for SNI and to be found in the certificate
   * @param ca a PEM file of the authorities to trust; null means those of the platform
   * @throws WireException FAIL when the handshake itself fails, UNKNOWN when the file is unreadable
   */
  public static Handshake handshake(
      Socket plain, String name, int port, @Nullable Path ca, Deadline deadline)
      throws WireException {
    return handshake(plain, name, port, new Trust(ca, null), deadline);
  }

  /**
   * What both sides show each other.
   *
   * @param ca as above
   * @param client who we are; null when the server does not want to know
   * @param name for SNI and to be found in the certificate; null for the host that is asked
   * @param anybody whether any certificate will do
   * @param alpn the protocols that we offer to speak (RFC 7301); empty to leave it open
   */
  public record Trust(
      @Nullable Path ca,
      @Nullable ClientCertificate client,
      @Nullable String name,
      boolean anybody,
      List<String> alpn) {
    public Trust {
      alpn = List.copyOf(alpn);
    }

    public Trust(@Nullable Path ca, @Nullable ClientCertificate client) {
      this(ca, client, null, false);
    }

    public Trust(
        @Nullable Path ca,
        @Nullable ClientCertificate client,
        @Nullable String name,
        boolean anybody) {
      this(ca, client, name, anybody, List.of());
    }
  }

  /** The same with a certificate of our own. */
  public static Handshake handshake(
      Socket plain, String name, int port, Trust trust, Deadline deadline) throws WireException {
    ClientCertificate client = trust.client();
    Witness witness = new Witness(trust(trust.ca()));
    long start = RealTime.nanos();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(client == null ? null : client.keys(), new TrustManager[] {witness}, null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      if (!trust.alpn().isEmpty()) {
        parameters.setApplicationProtocols(trust.alpn().toArray(String[]::new));
      }
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(deadline.remainingMillis());
      socket.startHandshake();
      return new Handshake(socket, witness.chain, witness.distrust, RealTime.nanos() - start);
    } catch (IOException e) {
      throw WireException.of("in the TLS handshake with " + name + ":" + port, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /**
   * For libraries that shake hands themselves and refuse what is not to be trusted.
   *
   * @param ca a PEM file of the authorities to trust; null means those of the platform
   * @throws WireException UNKNOWN when the file is unreadable
   */
  public static SSLSocketFactory trusting(@Nullable Path ca) throws WireException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust(ca)}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /** Reading the platform's authorities takes longer than a handshake, so it is done once. */
  private static final class Platform {
    static final X509ExtendedTrustManager TRUST = make();

    private static X509ExtendedTrustManager make() {
      try {
        return judge(null);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the platform's authorities are unreadable", e);
      }
    }
  }

  private static X509ExtendedTrustManager judge(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static X509ExtendedTrustManager trust(@Nullable Path ca) throws WireException {
    try {
      return ca == null ? Platform.TRUST : judge(store(ca));
    } catch (IOException | CertificateException e) {
      throw WireException.unknown("cannot read the authorities in " + ca + ": " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no trust manager", e);
    }
  }

  private static KeyStore store(Path ca) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(ca)) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, each);
      }
    }
    return store;
  }

  /** Lets every chain pass, and remembers what a strict judge says about it. */
  private static final class Witness extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private List<X509Certificate> chain = List.of();
    private @Nullable String distrust = "the server sent no certificate";

    Witness(X509ExtendedTrustManager judge) {
      this.judge = judge;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket) {
      chain = Arrays.asList(certificates);
      try {
        judge.checkServerTrusted(certificates, type, socket);
        distrust = null;
      } catch (CertificateException e) {
        distrust = reason(e);
      }
    }

    private static String reason(CertificateException e) {
      Throwable root = e;
      while (root.getCause() != null && root.getCause() != root) {
        root = root.getCause();
      }
      String message = String.valueOf(root.getMessage());
      return message.contains("unable to find valid certification path")
          ? "signed by an authority that is not trusted"
          : message;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine) {
      throw new IllegalStateException("only sockets are used");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type) {
      throw new IllegalStateException("only sockets are used");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
