package jigi.detect.probe.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real TLS server with certificates made by keytool. */
@Tag("slow")
class TlsProbeTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  @Test
  void aGoodCertificateIsDated() throws Exception {
    HttpsServer server = server("-validity", "90");
    try {
      ProbeResult result = run(server, "localhost", "ca: ca.pem");
      assertThat(result.evidence()).startsWith("valid for 89d (until ");
      assertThat(result.status()).isEqualTo(Status.OK);
      double expiry =
          Objects.requireNonNull(
              OneProbe.samples(result).get("probe_tls_expiry_timestamp_seconds"));
      assertThat(expiry - Instant.now().getEpochSecond()).isBetween(89 * 86400.0, 90 * 86400.0);
      assertThat(OneProbe.samples(result))
          .containsEntry("probe_tls_trusted", 1.0)
          .containsEntry("probe_tls_version_info{version=\"TLSv1.3\"}", 1.0);
      ProbeResult soon = run(server, "localhost", "ca: ca.pem, left: 100d");
      assertThat(soon.status()).isEqualTo(Status.FAIL);
      assertThat(soon.evidence()).endsWith("expected at least 100d");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anExpiredCertificateFailsAndStillTellsWhen() throws Exception {
    HttpsServer server = server("-startdate", "-40d", "-validity", "30");
    try {
      ProbeResult result = run(server, "localhost", "ca: ca.pem");
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).startsWith("expired 10d ago (");
      assertThat(OneProbe.samples(result))
          .containsKey("probe_tls_expiry_timestamp_seconds")
          .containsEntry("probe_tls_trusted", 0.0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aWrongNameFails() throws Exception {
    HttpsServer server = server("-validity", "90");
    try {
      ProbeResult result = run(server, "127.0.0.1", "ca: ca.pem, server-name: shop.example.com");
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).contains("shop.example.com").contains("valid for");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anUnknownAuthorityFails() throws Exception {
    HttpsServer server = server("-validity", "90");
    try {
      assertThat(run(server, "localhost", "left: 1d").evidence())
          .startsWith("signed by an authority that is not trusted; valid for");
      ProbeResult unreadable = run(server, "localhost", "ca: nowhere.pem");
      assertThat(unreadable.status()).isEqualTo(Status.UNKNOWN);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerWithoutTlsFails() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = plain.accept()) {
                  socket.getOutputStream().write("220 mail ready\r\n".getBytes(US_ASCII));
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  assertThat(plain.isClosed()).isTrue();
                }
              });
      ProbeResult result = OneProbe.run(folder, "tls: 127.0.0.1:" + plain.getLocalPort());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).startsWith("TLS: ");
    }
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ProbeResult result =
          OneProbe.run(
              folder, "{tls: \"127.0.0.1:" + silent.getLocalPort() + "\", timeout: 300ms}");
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).startsWith("timed out in the TLS handshake");
    }
  }

  @Test
  void httpProbesCheckTheCertificateToo() throws Exception {
    HttpsServer server = server("-validity", "90");
    try {
      String url = "https://localhost:" + server.getAddress().getPort() + "/";
      ProbeResult trusted = OneProbe.run(folder, "{http: \"" + url + "\", ca: ca.pem}");
      assertThat(trusted.evidence()).isEqualTo("200 OK, body \"secure\"");
      assertThat(OneProbe.samples(trusted)).containsKey("probe_tls_expiry_timestamp_seconds");
      ProbeResult distrusted = OneProbe.run(folder, "http: " + url);
      assertThat(distrusted.status()).isEqualTo(Status.FAIL);
      assertThat(distrusted.evidence())
          .isEqualTo("certificate of localhost: signed by an authority that is not trusted");
    } finally {
      server.stop(0);
    }
  }

  private ProbeResult run(HttpsServer server, String host, String more)
      throws InterruptedException {
    String target = host + ":" + server.getAddress().getPort();
    return OneProbe.run(folder, "{tls: \"" + target + "\", " + more + "}");
  }

  private HttpsServer server(String... validity) throws Exception {
    Path store = folder.resolve("server.p12");
    keytool(
        List.of("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost"),
        List.of("-ext", "SAN=dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString()),
        List.of(validity));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] certificate = keys.getCertificate("server").getEncoded();
    Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> Target.send(exchange, 200, "secure"));
    server.start();
    return server;
  }

  @SafeVarargs
  private static void keytool(List<String>... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (List<String> some : arguments) {
      command.addAll(some);
    }
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
