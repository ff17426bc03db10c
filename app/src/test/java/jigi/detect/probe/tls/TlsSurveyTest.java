package jigi.detect.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real nginx over a real OpenSSL takes, and what it is told to refuse. */
@Needs({"nginx", "openssl"})
class TlsSurveyTest {
  @TempDir Path folder;

  @Test
  @Shows("SEC-08")
  void findsOldProtocolsAndWeakCiphers() throws Exception {
    ProbeResult strong = probe("ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers HIGH:!aNULL;");
    assertThat(strong.status()).as(strong.evidence()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(strong))
        .containsEntry("probe_tls_protocol_offered{protocol=\"TLSv1.3\"}", 1.0)
        .containsEntry("probe_tls_protocol_offered{protocol=\"TLSv1.2\"}", 1.0)
        .containsEntry("probe_tls_protocol_offered{protocol=\"TLSv1.1\"}", 0.0)
        .containsEntry("probe_tls_weak_ciphers", 0.0);

    ProbeResult old =
        probe("ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers HIGH:!aNULL:@SECLEVEL=0;");
    assertThat(old.status()).isEqualTo(Status.FAIL);
    assertThat(old.evidence()).startsWith("it takes TLSv1, TLSv1.1; valid for");
    assertThat(OneProbe.samples(old))
        .containsEntry("probe_tls_protocol_offered{protocol=\"TLSv1.3\"}", 0.0);

    ProbeResult weak = probe("ssl_protocols TLSv1.2; ssl_ciphers HIGH:aNULL:eNULL:@SECLEVEL=0;");
    assertThat(weak.evidence())
        .startsWith("it takes weak ciphers: ")
        .contains("ECDHE_RSA_WITH_NULL_SHA", "RSA_WITH_NULL_SHA");
    assertThat(weak.status()).isEqualTo(Status.FAIL);
  }

  private ProbeResult probe(String settings) throws Exception {
    int port = Server.freePort();
    Path home = Files.createTempDirectory(folder, "nginx");
    openssl(home);
    Files.writeString(
        home.resolve("nginx.conf"),
        """
        daemon off; pid %1$s/pid; error_log %1$s/error.log; worker_processes 1;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
          uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
          server {
            listen 127.0.0.1:%2$d ssl; server_name localhost;
            ssl_certificate %1$s/server.pem; ssl_certificate_key %1$s/server.key;
            %3$s
          }
        }
        """
            .formatted(home, port, settings));
    try (Server server =
        Server.start(
            List.of(
                Component.NGINX.path().toString(),
                "-p",
                home.toString(),
                "-c",
                home.resolve("nginx.conf").toString()),
            port,
            home.resolve("log"))) {
      return OneProbe.run(
          folder,
          "{tls: 'localhost:%d', ca: '%s/server.pem', survey: true, every: 1m, timeout: 20s}"
              .formatted(server.port(), home));
    }
  }

  private static void openssl(Path home) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"));
    command.addAll(
        List.of("-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=localhost"));
    command.addAll(List.of("-addext", "subjectAltName=DNS:localhost"));
    Process process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
