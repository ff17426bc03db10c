package jigi.detect.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Needs;
import jigi.testing.SelfSigned;
import jigi.testing.Server;
import jigi.testing.TlsNginx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx that speaks HTTP/2, hangs, speaks it no more, and is away. */
@Needs({"nginx", "openssl"})
class Http2ProbeTest {
  @TempDir Path folder;

  private ProbeResult run(int port, String more) throws InterruptedException {
    String probe = "http: https://localhost:%d/\nca: %s/ca.pem\nversion: 2\n%s\n";
    return OneProbe.run(folder, probe.formatted(port, folder, more));
  }

  private TlsNginx nginx(int port, String flags) throws Exception {
    Path home = folder.resolve("nginx-" + port);
    Files.createDirectories(home.resolve("html"));
    Files.writeString(home.resolve("html/index.html"), "hello of two");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return TlsNginx.start(
        home,
        port,
        flags,
        folder.resolve("ca.pem").toString(),
        folder.resolve("key.pem").toString());
  }

  @Test
  void asksOverHttp2AndSaysSo() throws Exception {
    SelfSigned.in(folder);
    int port = Server.freePort();
    try (TlsNginx nginx = nginx(port, "ssl http2")) {
      ProbeResult good = run(port, "phases: true\nexpect: [body contains \"of two\"]");
      assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
      assertThat(good.evidence()).isEqualTo("HTTP/2 200, body \"hello of two\"");
      assertThat(OneProbe.samples(good))
          .containsEntry("probe_http_status_code", 200.0)
          .containsEntry("probe_http_body_bytes", 12.0)
          .containsKey("probe_tls_expiry_timestamp_seconds");

      String much = "method: POST\nexpect: [status == 405]\nbody: " + "x".repeat(200_000);
      ProbeResult refused = run(port, much);
      assertThat(refused.status()).as(refused.evidence()).isEqualTo(Status.OK);

      Path page = folder.resolve("nginx-" + port + "/html/index.html");
      Files.writeString(page, "long\n".repeat(200_000));
      assertThat(OneProbe.samples(run(port, "")))
          .as("a page of a megabyte")
          .containsEntry("probe_http_body_bytes", 262_144.0);

      nginx.signal("STOP");
      try {
        ProbeResult hung = run(port, "timeout: 1s");
        assertThat(hung.status()).isEqualTo(Status.FAIL);
        assertThat(hung.evidence()).startsWith("timed out");
      } finally {
        nginx.signal("CONT");
      }
      assertThat(run(port, "").status()).isEqualTo(Status.OK);
    }
    ProbeResult away = run(port, "");
    assertThat(away.status()).isEqualTo(Status.FAIL);
    assertThat(away.evidence()).startsWith("connection refused");
  }

  @Test
  void aServerWithoutItIsTold() throws Exception {
    SelfSigned.in(folder);
    int port = Server.freePort();
    try (TlsNginx _ = nginx(port, "ssl")) {
      ProbeResult old = run(port, "");
      assertThat(old.status()).isEqualTo(Status.FAIL);
      assertThat(old.evidence()).isEqualTo("the server does not speak HTTP/2 (it chose http/1.1)");
    }
  }
}
