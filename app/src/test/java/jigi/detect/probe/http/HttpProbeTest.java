package jigi.detect.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpProbeTest {
  @TempDir Path folder;

  private ProbeResult run(String probe) throws InterruptedException {
    return OneProbe.run(folder, probe);
  }

  @Test
  void measuresAnAnswer() throws Exception {
    try (Target target = Target.start().says("/", 200, "hello")) {
      ProbeResult result = run("http: " + target.url("/"));
      assertThat(result.status()).isEqualTo(Status.OK);
      assertThat(result.evidence()).isEqualTo("200 OK, body \"hello\"");
      assertThat(OneProbe.samples(result))
          .containsEntry("probe_success", 1.0)
          .containsEntry("probe_http_status_code", 200.0)
          .containsEntry("probe_http_body_bytes", 5.0)
          .containsKey("probe_duration_seconds")
          .as("ten thousand of them fit")
          .hasSize(4);
      assertThat(OneProbe.samples(run("{http: '" + target.url("/") + "', phases: true}")).keySet())
          .contains("probe_http_duration_seconds{phase=\"processing\"}")
          .hasSize(8);
    }
  }

  @Test
  @Shows("HC-42")
  void numbersOfAnAnswerAreKept() throws Exception {
    try (Target target = Target.start().says("/c", 200, "{\"hit_rate\": 0.93, \"size\": 7e3}")) {
      String probe =
          "http: "
              + target.url("/c")
              + "\nvalues: {hit-rate: json $.hit_rate, size: 'body /size.: ([0-9e]+)/'}"
              + "\nexpect: [json $.hit_rate > 0.8]";
      ProbeResult result = run(probe);
      assertThat(result.status()).as(result.evidence()).isEqualTo(Status.OK);
      assertThat(OneProbe.samples(result))
          .containsEntry("probe_http_value{name=\"hit-rate\"}", 0.93)
          .containsEntry("probe_http_value{name=\"size\"}", 7000.0);
      target.says("/c", 200, "{\"hit_rate\": \"high\"}");
      ProbeResult odd = run(probe.replace(" > 0.8", " == \"high\""));
      assertThat(odd.status()).isEqualTo(Status.FAIL);
      assertThat(odd.evidence())
          .endsWith("the answer holds no number hit-rate; the answer holds no number size");
    }
  }

  @Test
  void aDefaultExpectationRefusesErrors() throws Exception {
    try (Target target = Target.start().says("/", 502, "upstream")) {
      ProbeResult result = run("http: " + target.url("/"));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence())
          .isEqualTo("502 Bad Gateway, body \"upstream\"; expected status < 400, status is 502");
      assertThat(OneProbe.samples(result)).containsEntry("probe_success", 0.0);
    }
  }

  @Test
  @Shows("HC-16")
  void theGearFreakApiMustSayOkWithARecentTimestamp() throws Exception {
    String probe =
        """
        http: %s
        expect:
          - status == 200
          - body starts "OK"
          - fresh "OK (.*)" within 2m
        """;
    try (Target target = Target.start()) {
      String url = target.url("/");
      target.on("/", e -> Target.send(e, 200, "OK " + Instant.now()));
      assertThat(run(probe.formatted(url)).status()).isEqualTo(Status.OK);

      target.on("/", e -> Target.send(e, 200, "OK " + Instant.now().minusSeconds(630)));
      ProbeResult stale = run(probe.formatted(url));
      assertThat(stale.status()).isEqualTo(Status.FAIL);
      assertThat(stale.evidence()).containsPattern("is 10m(29|30|31)s old");

      target.says("/", 200, "ERR database");
      ProbeResult wrong = run(probe.formatted(url));
      assertThat(wrong.status()).isEqualTo(Status.FAIL);
      assertThat(wrong.evidence())
          .startsWith("200 OK, body \"ERR database\"; expected body starts \"OK\", it is \"ERR")
          .contains("there is no timestamp");

      target.says("/", 502, "OK " + Instant.now());
      assertThat(run(probe.formatted(url)).status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void refusedIsTheTargetsFault() throws Exception {
    int port;
    try (Target target = Target.start()) {
      port = target.port();
    }
    ProbeResult result = run("http: http://127.0.0.1:" + port + "/");
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.evidence()).isEqualTo("connection refused connecting to 127.0.0.1:" + port);
  }

  @Test
  @Shows("HC-48")
  void silenceIsTheTargetsFaultAndEndsInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ProbeResult result =
          run("{http: \"http://127.0.0.1:" + silent.getLocalPort() + "/\", timeout: 300ms}");
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).startsWith("timed out talking to 127.0.0.1:");
      assertThat(result.duration().toMillis()).isBetween(290L, 1500L);
    }
  }

  @Test
  void anAnswerThatDripsEndsInTimeToo() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> drip(server, over));
      ProbeResult result =
          run("{http: \"http://127.0.0.1:" + server.getLocalPort() + "/\", timeout: 400ms}");
      over.countDown();
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).startsWith("timed out");
      assertThat(result.duration().toMillis()).isLessThan(1500L);
    }
  }

  private static void drip(ServerSocket server, CountDownLatch over) {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      while (!over.await(50, TimeUnit.MILLISECONDS)) {
        socket.getOutputStream().write('x');
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aResetAndNonsenseAreTheTargetsFault() throws Exception {
    assertThat(answered("SSH-2.0-OpenSSH_9.2\r\n").evidence())
        .isEqualTo("the answer is not HTTP/1: \"SSH-2.0-OpenSSH_9.2\"");
    assertThat(answered("").evidence()).isEqualTo("connection closed without an answer");
    assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").evidence())
        .isEqualTo("connection closed after 4 of 9 bytes of the body");
    assertThat(
            answered(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
        .satisfies(
            result -> {
              assertThat(result.status()).isEqualTo(Status.OK);
              assertThat(result.evidence()).isEqualTo("200 OK, body \"hello\"");
            });
  }

  private ProbeResult answered(String bytes) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = server.accept()) {
                  byte[] request = new byte[4096];
                  assertThat(socket.getInputStream().read(request)).isPositive();
                  socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      ProbeResult result = run("http: http://127.0.0.1:" + server.getLocalPort() + "/");
      if (!bytes.contains("chunked")) {
        assertThat(result.status()).isEqualTo(Status.FAIL);
      }
      return result;
    }
  }

  @Test
  void aNameThatCannotBeResolvedIsOurs() throws Exception {
    ProbeResult result = run("http: http://no-such-host.invalid/");
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.evidence()).isEqualTo("cannot resolve no-such-host.invalid");
    assertThat(result.samples()).isEmpty();
  }

  @Test
  void redirectsAreFollowedOnlyAsFarAsTheManualSays() throws Exception {
    try (Target target = Target.start().says("/end", 200, "there")) {
      target.on(
          "/start",
          exchange -> {
            exchange.getResponseHeaders().set("Location", "/end");
            Target.send(exchange, 302, "");
          });
      target.on(
          "/loop",
          exchange -> {
            exchange.getResponseHeaders().set("Location", "/loop");
            Target.send(exchange, 302, "");
          });
      assertThat(run("{http: \"" + target.url("/start") + "\", expect: [status == 302]}").status())
          .isEqualTo(Status.OK);
      ProbeResult followed = run("{http: \"" + target.url("/start") + "\", follow: 3}");
      assertThat(followed.evidence()).isEqualTo("200 OK, body \"there\"");
      assertThat(OneProbe.samples(followed)).containsEntry("probe_http_redirects", 1.0);
      ProbeResult loop = run("{http: \"" + target.url("/loop") + "\", follow: 3}");
      assertThat(loop.status()).isEqualTo(Status.FAIL);
      assertThat(loop.evidence()).startsWith("more than 3 redirects");
    }
  }

  @Test
  void metadataServicesAreNotAskedEvenByRedirect() throws Exception {
    assertThat(run("http: http://169.254.169.254/latest/meta-data/").evidence())
        .startsWith("not allowed to talk to 169.254.169.254");
    try (Target target = Target.start()) {
      target.on(
          "/",
          exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/");
            Target.send(exchange, 302, "");
          });
      ProbeResult result = run("{http: \"" + target.url("/") + "\", follow: 3}");
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.evidence()).startsWith("not allowed to talk to 169.254.169.254");
    }
  }

  @Test
  void secretsGoIntoHeadersAndNowhereElse() throws Exception {
    Files.writeString(folder.resolve("token"), "s3cret-token\n");
    try (Target target = Target.start();
        Target other = Target.start()) {
      target.on(
          "/echo",
          e -> Target.send(e, 200, "you sent " + e.getRequestHeaders().getFirst("Authorization")));
      other.on(
          "/", e -> Target.send(e, 200, "got " + e.getRequestHeaders().getFirst("Authorization")));
      target.on(
          "/away",
          exchange -> {
            exchange.getResponseHeaders().set("Location", other.url("/"));
            Target.send(exchange, 302, "");
          });
      String headers = "headers: {Authorization: {file: token}}";
      ProbeResult echoed =
          run(
              "{http: \""
                  + target.url("/echo")
                  + "\", expect: ['body contains \"s3cret\"'], "
                  + headers
                  + "}");
      assertThat(echoed.status()).isEqualTo(Status.OK);
      assertThat(echoed.evidence()).isEqualTo("200 OK, body \"you sent ***\"");
      assertThat(
              run("{http: \"" + target.url("/away") + "\", follow: 1, " + headers + "}").evidence())
          .as("not to another origin")
          .isEqualTo("200 OK, body \"got null\"");
    }
    ProbeResult missing = run("{http: \"http://127.0.0.1:9/\", headers: {X: {file: nowhere}}}");
    assertThat(missing.status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void compressedAndLongBodiesAreBounded() throws Exception {
    try (Target target = Target.start()) {
      target.on(
          "/",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
              out.write(new byte[50_000_000]);
            }
          });
      ProbeResult result = run("http: " + target.url("/"));
      assertThat(OneProbe.samples(result)).containsEntry("probe_http_body_bytes", 262144.0);
    }
  }

  @Test
  void postsWhatTheManualSays() throws Exception {
    try (Target target = Target.start()) {
      target.on(
          "/",
          e ->
              Target.send(
                  e,
                  201,
                  "{\"method\": \""
                      + e.getRequestMethod()
                      + "\", \"sent\": ["
                      + new String(e.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                      + "]}"));
      ProbeResult result =
          run(
              """
              http: %s
              method: POST
              body: '{"n": 5}'
              headers: {Content-Type: application/json}
              expect:
                - status == 201
                - json $.method == "POST"
                - json $.sent[0].n >= 5
                - header "date" matches /20\\d\\d/
                - time < 5s
              """
                  .formatted(target.url("/")));
      assertThat(result.evidence()).startsWith("201 Created");
      assertThat(result.status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void triesAgainBeforeItFails() throws Exception {
    try (Target target = Target.start()) {
      target.on("/", e -> Target.send(e, target.requests() < 3 ? 500 : 200, "x"));
      ProbeResult result = run("{http: \"" + target.url("/") + "\", every: 1s, retries: 2}");
      assertThat(result.status()).isEqualTo(Status.OK);
      assertThat(result.evidence()).endsWith("(3 tries)");
    }
  }
}
