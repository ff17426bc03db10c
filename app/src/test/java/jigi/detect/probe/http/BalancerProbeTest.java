package jigi.detect.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Target;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.SelfSigned;
import jigi.testing.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in front of a service: a real HAProxy with two instances behind it. */
@Needs({"haproxy", "openssl"})
class BalancerProbeTest {
  @TempDir Path folder;

  private static Target instance(String name, String version) throws IOException {
    return Target.start()
        .on(
            "/health",
            exchange -> {
              exchange.getResponseHeaders().add("X-Instance", name);
              Target.send(exchange, 200, "{\"version\":\"" + version + "\"}");
            });
  }

  @Test
  @Shows("HC-35")
  void moreThanOneInstanceAnswersOverHttpsAndPlainRequestsAreSentThere() throws Exception {
    int plain = Server.freePort();
    int secure = Server.freePort();
    try (Target one = instance("app-1", "1.4.2");
        Target two = instance("app-2", "1.4.3");
        Server haproxy = haproxy(plain, secure, one.port(), two.port())) {
      String probe =
          "http: https://localhost:%d/health\nca: %s/ca.pem\ninstances: {by: %s, within: 6}";
      ProbeResult both = run(probe.formatted(secure, folder, "header X-Instance"));
      assertThat(both.status()).as(both.evidence()).isEqualTo(Status.OK);
      assertThat(both.evidence()).contains(", 2 instances in ").endsWith("(app-1, app-2)");
      assertThat(OneProbe.samples(both))
          .containsEntry("probe_http_instances", 2.0)
          .containsKey("probe_tls_expiry_timestamp_seconds");
      assertThat(run(probe.formatted(secure, folder, "json $.version")).evidence())
          .endsWith("(1.4.2, 1.4.3)");
      ProbeResult unmarked = run(probe.formatted(secure, folder, "header X-Other"));
      assertThat(unmarked.status()).isEqualTo(Status.FAIL);
      assertThat(unmarked.evidence()).endsWith("; answer 1 does not say which instance it is of");

      ProbeResult redirected =
          run(
              "http: http://localhost:%d/health\nexpect: [status == 301, header \"Location\" == \"https://localhost:%d/health\"]"
                  .formatted(plain, secure));
      assertThat(redirected.status()).as(redirected.evidence()).isEqualTo(Status.OK);
      assertThat(run("tls: localhost:%d\nca: %s/ca.pem\nleft: 5d".formatted(secure, folder)))
          .extracting(ProbeResult::status)
          .isEqualTo(Status.OK);

      two.on("/health", exchange -> Target.send(exchange, 503, "no"));
      assertThat(run(probe.formatted(secure, folder, "header X-Instance")).evidence())
          .containsAnyOf("answer 2 was 503", "503 Service Unavailable");
      haproxy.stop();
      assertThat(run(probe.formatted(secure, folder, "header X-Instance")).status())
          .isEqualTo(Status.FAIL);
    }
  }

  @Test
  void oneInstanceAloneIsNotEnough() throws Exception {
    try (Target one = instance("app-1", "1")) {
      ProbeResult result =
          run("http: " + one.url("/health") + "\ninstances: {by: json $.version, within: 5}");
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence())
          .endsWith(", 1 instance in 5 answers (1); expected at least 2 instances");
      assertThat(one.requests()).isEqualTo(5);
      assertThat(OneProbe.samples(result)).containsEntry("probe_http_instances", 1.0);
    }
  }

  private ProbeResult run(String probe) throws InterruptedException {
    return OneProbe.run(folder, probe);
  }

  private Server haproxy(int plain, int secure, int one, int two) throws Exception {
    SelfSigned.in(folder);
    Files.writeString(
        folder.resolve("both.pem"),
        Files.readString(folder.resolve("ca.pem")) + Files.readString(folder.resolve("key.pem")));
    Path config =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              mode http
              timeout connect 2s
              timeout client 5s
              timeout server 5s
            frontend plain
              bind 127.0.0.1:%1$d
              http-request redirect location https://localhost:%2$d%%[path] code 301
            frontend secure
              bind 127.0.0.1:%2$d ssl crt %3$s/both.pem
              default_backend app
            backend app
              balance roundrobin
              server one 127.0.0.1:%4$d
              server two 127.0.0.1:%5$d
            """
                .formatted(plain, secure, folder, one, two));
    return Server.start(
        List.of(Component.HAPROXY.path().toString(), "-db", "-f", config.toString()),
        secure,
        folder.resolve("haproxy.log"));
  }
}
