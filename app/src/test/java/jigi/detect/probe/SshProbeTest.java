package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jigi.base.kernel.Status;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Probes that look at a host behind SSH by commands. */
@Needs("sshd")
@Timeout(90)
class SshProbeTest {
  @TempDir Path folder;
  private SshServer server;

  @BeforeEach
  void start() throws Exception {
    server = new SshServer(folder.resolve("sshd")).start();
    Files.createDirectories(folder.resolve("attempts"));
    Files.writeString(folder.resolve("attempts/known_hosts"), server.knownHost());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ProbeResult probed(String probe) throws InterruptedException {
    return OneProbe.ofManual(
        folder,
        """
        system: s
        hosts: {far: {ssh: '%s', key: {file: '%s'}, connect-timeout: 2s}}
        components: {c: {on: far, probes: [%s]}}
        """
            .formatted(server.address(), server.key(), probe));
  }

  @Test
  void aCommandIsRunThereWithItsArgumentsAsTheyAre() throws Exception {
    Files.writeString(server.home().resolve("mark"), "of the far host");

    ProbeResult result =
        probed(
            "{exec: [sh, -c, 'cat mark; test \"$1\" = \"a  \\$b''c\"', x, 'a  $b''c'], as: root}");

    assertThat(result.evidence()).contains("of the far host");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(probed("{exec: ['false']}").status()).isEqualTo(Status.FAIL);
    assertThat(probed("{exec: [no-such-command]}").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aCommandThatHangsIsEndedThereToo() throws Exception {
    ProbeResult result =
        probed("{exec: [sh, -c, 'echo $$ > pid; sleep 60'], as: root, every: 5s, timeout: 1s}");

    assertThat(result.status()).isEqualTo(Status.FAIL);
    long pid = Long.parseLong(Files.readString(server.home().resolve("pid")).strip());
    Until.so("ended", Duration.ofSeconds(10), () -> ProcessHandle.of(pid).isEmpty(), server::log);
  }

  @Test
  void aHostThatIsAwayMakesItsProbesUnknown() throws Exception {
    assertThat(probed("{process: sshd}").status()).isEqualTo(Status.OK);
    server.stop();

    ProbeResult result = probed("{process: sshd}");

    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.evidence()).contains("efused");
  }
}
