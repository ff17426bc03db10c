package jigi.detect.probe.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Target;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Needs("sshd")
@Timeout(90)
class SshServerProbeTest {
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

  private ProbeResult probe(String keys) throws InterruptedException {
    return OneProbe.ofManual(
        folder,
        """
        system: s
        hosts: {far: {ssh: '%s', key: {file: '%s'}, connect-timeout: 2s}}
        components: {c: {on: far, probes: [{ssh: '127.0.0.1:%d', timeout: 3s%s}]}}
        """
            .formatted(server.address(), server.key(), server.port(), keys));
  }

  private String fingerprint() throws Exception {
    Process process =
        new ProcessBuilder("ssh-keygen", "-l", "-f", folder.resolve("sshd/host.pub").toString())
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .split(" ")[1];
  }

  @Test
  void tellsItsVersionAndHangsAndComesBack() throws Exception {
    ProbeResult good = probe("");
    assertThat(good.evidence()).startsWith("SSH-2.0-OpenSSH");
    assertThat(good.status()).isEqualTo(Status.OK);
    server.signal("STOP");
    assertThat(probe("").status()).isEqualTo(Status.FAIL);
    server.signal("CONT");
    assertThat(probe("").status()).isEqualTo(Status.OK);
    server.stop();
    assertThat(probe("").status()).isEqualTo(Status.FAIL);
    try (Target web = Target.start()) {
      ProbeResult other =
          OneProbe.run(folder, "{ssh: '127.0.0.1:" + web.port() + "', timeout: 1s}");
      assertThat(other.status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void aChangedHostKeyIsNoticed() throws Exception {
    String key = fingerprint();
    String keys = ", host-keys: ['" + key + "']";
    assertThat(probe(keys).status()).isEqualTo(Status.OK);
    server.stop();
    server.newHostKey();
    server.start();
    ProbeResult changed = probe(keys);
    assertThat(changed.status()).isEqualTo(Status.FAIL);
    assertThat(changed.evidence()).contains("its host key has changed", fingerprint());
  }

  @Test
  void waysToLogInThatAreNotAllowedFail() throws Exception {
    String only = ", methods: [publickey]";
    ProbeResult good = probe(only + ", login: true");
    assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(good))
        .containsEntry("ssh_password_offered", 0.0)
        .containsEntry("ssh_auth_method_offered{method=\"publickey\"}", 1.0);
    server.stop();
    server.with("PasswordAuthentication yes").start();
    ProbeResult open = probe(only);
    assertThat(open.status()).isEqualTo(Status.FAIL);
    assertThat(open.evidence()).endsWith("; it offers to log in by password");
    assertThat(OneProbe.samples(open)).containsEntry("ssh_password_offered", 1.0);
    assertThat(probe(", methods: [publickey, password]").status()).isEqualTo(Status.OK);
    assertThat(server.log()).contains("Invalid user jigi").doesNotContain("Accepted password");
    server.signal("STOP");
    assertThat(probe(only).status()).isEqualTo(Status.FAIL);
    server.signal("CONT");
  }

  @Test
  void aLoginIsTriedToItsEnd() throws Exception {
    ProbeResult good = probe(", login: true");
    assertThat(good.evidence()).endsWith("logged in");
    assertThat(OneProbe.samples(good)).containsKey("ssh_login_seconds");
    Files.writeString(folder.resolve("sshd/authorized"), "");
    server.stop();
    server.start();
    ProbeResult refused = probe(", login: true");
    assertThat(refused.status()).as(refused.evidence()).isEqualTo(Status.FAIL);
    assertThat(probe("").status()).isEqualTo(Status.OK);
  }
}
