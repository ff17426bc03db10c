package jigi.detect.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Component;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real name server. */
@Needs("dnsmasq")
class DnsProbeTest {
  @TempDir static Path folder;
  private static int port;
  private static Process server;

  @BeforeAll
  static void startServer() throws Exception {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server =
        new ProcessBuilder(
                List.of(
                    Component.named("dnsmasq").path().toString(),
                    "--keep-in-foreground",
                    "--conf-file=/dev/null",
                    "--no-resolv",
                    "--no-hosts",
                    "--port=" + port,
                    "--listen-address=127.0.0.1",
                    "--bind-interfaces",
                    "--pid-file=",
                    "--user=root",
                    "--local=/test/",
                    "--local-ttl=42",
                    "--host-record=shop.test,203.0.113.7",
                    "--host-record=shop.test,203.0.113.8",
                    "--cname=www.shop.test,shop.test",
                    "--mx-host=shop.test,mail.shop.test,10"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("dnsmasq.log").toFile())
            .start();
    while (ask("dns: shop.test\nserver: 127.0.0.1:" + port + "\ntimeout: 1s").status()
        != Status.OK) {
      assertThat(server.isAlive()).as("dnsmasq runs").isTrue();
    }
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.destroy();
    server.waitFor();
  }

  private static ProbeResult ask(String probe) throws InterruptedException {
    return OneProbe.run(folder, probe);
  }

  private static ProbeResult of(String name, String more) throws InterruptedException {
    return ask("dns: " + name + "\nserver: 127.0.0.1:" + port + "\n" + more);
  }

  @Test
  void countsAndShowsTheAnswers() throws Exception {
    ProbeResult result =
        of("shop.test", "expect: ['count == 2', 'output contains \"203.0.113.7\"']");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.evidence()).isEqualTo("shop.test A 203.0.113.7, 203.0.113.8");
    assertThat(OneProbe.samples(result))
        .containsEntry("probe_dns_answers", 2.0)
        .containsEntry("probe_dns_ttl_seconds", 42.0)
        .containsKey("probe_dns_lookup_duration_seconds");
  }

  @Test
  void otherTypesAndTheEndOfAChainOfNames() throws Exception {
    assertThat(of("shop.test", "type: MX").evidence()).isEqualTo("shop.test MX 10 mail.shop.test.");
    assertThat(OneProbe.samples(of("www.shop.test", ""))).containsEntry("probe_dns_answers", 2.0);
  }

  @Test
  void aMissingNameOrRecordFails() throws Exception {
    ProbeResult missing = of("nobody.test", "");
    assertThat(missing.status()).isEqualTo(Status.FAIL);
    assertThat(missing.evidence()).endsWith("says that nobody.test does not exist");
    ProbeResult without = of("shop.test", "type: TXT");
    assertThat(without.status()).isEqualTo(Status.FAIL);
    assertThat(without.evidence())
        .isEqualTo("shop.test TXT has no record; expected count > 0, count is 0");
  }

  @Test
  void aServerThatRefusesFails() throws Exception {
    ProbeResult refused = of("example.com", "");
    assertThat(refused.status()).isEqualTo(Status.FAIL);
    assertThat(refused.evidence()).endsWith("answered REFUSED");
  }

  @Test
  void aServerThatIsSilentFails() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      ProbeResult result =
          ask("dns: shop.test\nserver: 127.0.0.1:" + silent.getLocalPort() + "\ntimeout: 300ms");
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).contains("timed out");
    }
  }
}
