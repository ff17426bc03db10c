package jigi.detect.probe.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import jigi.Shows;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.OneConnection;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The http connection and the nginx probe at a real nginx that asks for logins. */
@Needs({"nginx", "openssl"})
class NginxProbeTest {
  @TempDir Path folder;
  private Server server;
  private int tls;

  @BeforeEach
  void start() throws Exception {
    int plain = Server.freePort();
    tls = Server.freePort();
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.pem -days 2"
            + " -subj /CN=localhost -addext subjectAltName=DNS:localhost");
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout client.key"
            + " -out client.pem -days 2 -subj /CN=jigi");
    Files.writeString(folder.resolve("word"), "right\n");
    Files.writeString(folder.resolve("users"), "jigi:{PLAIN}right\n");
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        user root; daemon off; pid %1$s/pid; error_log %1$s/error.log; worker_processes 1;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
          uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
          server {
            listen 127.0.0.1:%2$d;
            location = /nginx_status { stub_status; }
            location /inner { auth_basic inner; auth_basic_user_file %1$s/users; return 200; }
            location /base/ { auth_basic inner; auth_basic_user_file %1$s/users; root %1$s; }
            location /away { return 302 http://127.0.0.1:1/; }
          }
          server {
            listen 127.0.0.1:%3$d ssl; server_name localhost;
            ssl_certificate %1$s/server.pem; ssl_certificate_key %1$s/server.key;
            ssl_client_certificate %1$s/client.pem; ssl_verify_client on;
            location / { return 200 "hello $ssl_client_s_dn"; }
          }
        }
        """
            .formatted(folder, plain, tls));
    Files.createDirectories(folder.resolve("base"));
    Files.writeString(folder.resolve("base/index.html"), "inside");
    server =
        Server.start(
            List.of(
                Component.NGINX.path().toString(),
                "-p",
                folder.toString(),
                "-c",
                folder.resolve("nginx.conf").toString()),
            plain,
            folder.resolve("log"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void openssl(String words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.split(" ")));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private ProbeResult probe(String connection, String probe) throws InterruptedException {
    return OneProbe.ofManual(
        folder,
        "system: s\nconnections: {main: "
            + connection
            + "}\ncomponents: {c: {probes: ["
            + probe
            + "]}}\n");
  }

  private String base(String path) {
    return "http: 'http://127.0.0.1:" + server.port() + path + "'";
  }

  @Test
  @Shows("HC-31")
  void readsStubStatus() throws Exception {
    ProbeResult good =
        OneProbe.byHttp(folder, server.port(), "{nginx: main, expect: [dropped == 0]}");
    assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(good))
        .containsEntry("nginx_connections_active", 1.0)
        .containsKey("nginx_http_requests_total");
    assertThat(OneProbe.byHttp(folder, server.port(), "{nginx: main, path: /else}").status())
        .isEqualTo(Status.FAIL);
    server.signal("STOP");
    assertThat(OneProbe.byHttp(folder, server.port(), "{nginx: main, timeout: 1s}").status())
        .isEqualTo(Status.FAIL);
    server.close();
    assertThat(OneProbe.byHttp(folder, server.port(), "{nginx: main}").status())
        .isEqualTo(Status.FAIL);
    server.startAgain();
    assertThat(OneProbe.byHttp(folder, server.port(), "{nginx: main}").status())
        .isEqualTo(Status.OK);
  }

  @Test
  @Shows("INV-23")
  void aProbeSignsInByItsConnection() throws Exception {
    String login = "{" + base("/base/") + ", user: jigi, password: {file: word}}";
    ProbeResult good =
        probe(login, "{http: /index.html, connection: main, expect: [status == 200]}");
    assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
    assertThat(good.evidence()).contains("inside");
    ConnectionTest test = OneConnection.test(folder, login);
    assertThat(OneConnection.stages(test)).isEqualTo("name ok, port ok, login ok");
    Files.writeString(folder.resolve("word"), "wrong\n");
    ProbeResult bad = probe(login, "{http: /index.html, connection: main}");
    assertThat(bad.status()).isEqualTo(Status.FAIL);
    assertThat(bad.evidence()).contains("401").doesNotContain(encoded("jigi:wrong"));
    assertThat(OneConnection.stages(OneConnection.test(folder, login)))
        .endsWith("login fail password");
    Files.delete(folder.resolve("word"));
    assertThat(probe(login, "{http: /index.html, connection: main}").status())
        .isEqualTo(Status.UNKNOWN);
    ProbeResult away = probe("{" + base("") + "}", "{http: /away, connection: main, follow: 3}");
    assertThat(away.status()).isEqualTo(Status.UNKNOWN);
    assertThat(away.evidence()).contains("redirected away from the connection");
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aClientShowsItsCertificate() throws Exception {
    String with =
        "{http: 'https://localhost:%d', ca: server.pem, certificate: client.pem, key: {file: client.key}}"
            .formatted(tls);
    ProbeResult good = probe(with, "{http: /, connection: main, expect: [status == 200]}");
    assertThat(good.evidence()).isEqualTo("200 OK, body \"hello CN=jigi\"");
    assertThat(OneConnection.stages(OneConnection.test(folder, with)))
        .isEqualTo("name ok, port ok, tls ok, login ok");
    String without = "{http: 'https://localhost:%d', ca: server.pem}".formatted(tls);
    ProbeResult bad = probe(without, "{http: /, connection: main, expect: [status == 200]}");
    assertThat(bad.status()).isEqualTo(Status.FAIL);
    ProbeResult strange =
        probe("{http: 'https://localhost:%d'}".formatted(tls), "{http: /, connection: main}");
    assertThat(strange.evidence()).contains("an authority that is not trusted");
    Files.writeString(folder.resolve("client.key"), "no key");
    assertThat(probe(with, "{http: /, connection: main}").status()).isEqualTo(Status.UNKNOWN);
  }
}
