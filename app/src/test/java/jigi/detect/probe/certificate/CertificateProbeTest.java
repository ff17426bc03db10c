package jigi.detect.probe.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Needs;
import jigi.testing.TlsNginx;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate on disk and the one that a real nginx shows. */
@Needs({"nginx", "openssl"})
class CertificateProbeTest {
  @TempDir Path folder;

  private ProbeResult look(String keys) throws InterruptedException {
    return OneProbe.run(folder, "{certificate: " + folder.resolve("site.pem") + keys + "}");
  }

  @Test
  @Shows("HC-38")
  void aRenewedFileThatTheServerDoesNotShowFails() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    certificate(60);
    String served = ", served: '127.0.0.1:" + port + "'";
    try (TlsNginx nginx = TlsNginx.start(folder, port, "site.pem", "site.pem")) {
      Until.so(
          "nginx shows it",
          () -> quietly(served).status() == Status.OK,
          () -> quietly(served).evidence());
      assertThat(look(", left: 30d" + served).evidence()).startsWith("valid for 59d (until ");
      certificate(90);
      ProbeResult renewed = look(", left: 30d" + served);
      assertThat(renewed.status()).isEqualTo(Status.FAIL);
      assertThat(renewed.evidence())
          .startsWith("valid for 89d")
          .endsWith("; 127.0.0.1:" + port + " shows another certificate: reload it");
      assertThat(OneProbe.samples(renewed)).containsEntry("certificate_served", 0.0);
      nginx.reload();
      Until.so(
          "the new one is shown",
          () -> quietly(served).status() == Status.OK,
          () -> quietly(served).evidence());
    }
  }

  private ProbeResult quietly(String keys) {
    try {
      return look(keys);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsNoCertificateAndWhatIsTooOldFails() throws Exception {
    assertThat(look("").evidence()).startsWith("there is no file ");
    Files.writeString(folder.resolve("site.pem"), "not yet\n");
    assertThat(look("").evidence()).endsWith("holds no certificate");
    certificate(20);
    ProbeResult soon = look(", left: 30d");
    assertThat(soon.status()).isEqualTo(Status.FAIL);
    assertThat(soon.evidence()).startsWith("valid for 19d").endsWith("; expected at least 30d");
    assertThat(look("").status()).isEqualTo(Status.OK);
  }

  /** Key and certificate in one file, as HAProxy wants it: the key must not be read. */
  private void certificate(int days) throws Exception {
    Path site = folder.resolve("site.pem");
    Process made =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj"
                        + " /CN=shop -days "
                        + days
                        + " -keyout key.pem -out cert.pem")
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    Files.writeString(
        site,
        Files.readString(folder.resolve("key.pem")) + Files.readString(folder.resolve("cert.pem")),
        StandardCharsets.US_ASCII);
  }
}
