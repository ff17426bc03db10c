package jigi.detect.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Needs;
import jigi.testing.TlsNginx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a real nginx agrees on HTTP/2 and speaks it. */
@Needs({"nginx", "openssl"})
@SuppressWarnings("try") // nginx only has to be there
class AlpnProbeTest {
  @TempDir Path folder;
  private int port;

  @BeforeEach
  void aCertificate() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process made =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj"
                        + " /CN=localhost -addext subjectAltName=DNS:localhost -days 60"
                        + " -keyout key.pem -out cert.pem")
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
  }

  private ProbeResult look(String more) throws InterruptedException {
    return OneProbe.run(
        folder, "{tls: \"localhost:" + port + "\", ca: cert.pem, timeout: 10s" + more + "}");
  }

  @Test
  void aServerThatSpeaksHttp2IsSeenToDoSo() throws Exception {
    try (TlsNginx nginx = TlsNginx.start(folder, port, "ssl http2", "cert.pem", "key.pem")) {
      ProbeResult seen = look(", alpn: [h2]");
      assertThat(seen.status()).as(seen.evidence()).isEqualTo(Status.OK);
      assertThat(seen.evidence()).endsWith(", speaks h2");
      assertThat(OneProbe.samples(seen)).containsEntry("probe_tls_alpn_info{alpn=\"h2\"}", 1.0);
      assertThat(look(", alpn: [http/1.1]").evidence()).endsWith(", speaks http/1.1");
      assertThat(look(", alpn: [spdy/3]").status()).isEqualTo(Status.FAIL);
      assertThat(OneProbe.samples(look(""))).doesNotContainKey("probe_tls_alpn_info{alpn=\"h2\"}");
    }
  }

  @Test
  void oneThatDoesNotFails() throws Exception {
    try (TlsNginx nginx = TlsNginx.start(folder, port, "ssl", "cert.pem", "key.pem")) {
      assertThat(look("").status()).isEqualTo(Status.OK);
      ProbeResult seen = look(", alpn: [h2]");
      assertThat(seen.status()).isEqualTo(Status.FAIL);
      assertThat(OneProbe.samples(seen)).containsEntry("probe_success", 0.0);
    }
  }
}
