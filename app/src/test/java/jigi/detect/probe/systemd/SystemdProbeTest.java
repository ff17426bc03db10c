package jigi.detect.probe.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jigi.Shows;
import jigi.base.config.Node;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Status;
import jigi.detect.probe.Observation;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judges what systemctl 252 prints; the probe's page says that no systemd runs here. */
class SystemdProbeTest {
  private static final Instant NOW = Instant.parse("2026-01-13T00:00:00Z");

  private static Observation judge(String unit, String printed, Expectation... expect) {
    return new SystemdCheck(unit, List.of(expect)).judge(NOW, Duration.ZERO, Unit.parse(printed));
  }

  private static Expectation expected(String text, Set<String> subjects) {
    Node node = new Node.ScalarNode(new Place("jigi.yaml", 1, 1), text);
    var read = Expectations.shape(subjects).read(node, new Problems());
    return Objects.requireNonNull(read).getFirst();
  }

  @Test
  void aServiceThatRuns() {
    Observation seen =
        judge(
            "nginx.service",
            """
            Result=success
            NRestarts=2
            ExecMainStatus=0
            LoadState=loaded
            ActiveState=active
            SubState=running
            ActiveEnterTimestamp=@1768262400
            """,
            expected("restarts < 3", Set.of("restarts")));
    assertThat(seen.status()).isEqualTo(Status.OK);
    assertThat(seen.evidence().toString()).isEqualTo("nginx.service is active (running)");
    assertThat(seen.samples())
        .anyMatch(s -> s.name().equals("systemd_unit_restarts_total") && s.value() == 2);
  }

  @Test
  void aServiceInACrashLoop() {
    Observation seen =
        judge(
            "api.service",
            """
            Result=exit-code
            NRestarts=17
            ExecMainStatus=203
            LoadState=loaded
            ActiveState=activating
            SubState=auto-restart
            ActiveEnterTimestamp=
            """);
    assertThat(seen.status()).isEqualTo(Status.FAIL);
    assertThat(seen.evidence().toString())
        .isEqualTo(
            "api.service is activating (auto-restart), exit-code, exit 203; expected active");
  }

  @Test
  void aUnitThatIsNotThere() {
    assertThat(
            judge("no.service", "LoadState=not-found\nActiveState=inactive\n")
                .evidence()
                .toString())
        .isEqualTo("there is no unit no.service");
  }

  /** Its systemctl prints what systemd 252 does: none runs where this is tested. */
  @Test
  @Shows("HC-39")
  void theRenewalOfCertificatesIsWatched(@TempDir Path folder) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path systemctl = bin.resolve("systemctl");
    for (Path open : List.of(folder, bin)) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    String active =
        "LoadState=loaded\nActiveState=active\nSubState=waiting\nLastTriggerUSec=@1768226400\n";
    String probe =
        """
        system: s
        hosts: {app: {local: true, path: ['%s']}}
        components: {tls: {on: app, probes: [{systemd: certbot-renew.timer}]}}
        """
            .formatted(bin);
    print(systemctl, active + "NextElapseUSecRealtime=@4070908800");
    ProbeResult good = OneProbe.ofManual(folder, probe);
    assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
    assertThat(good.evidence())
        .isEqualTo("certbot-renew.timer is active (waiting), fires next at 2099-01-01T00:00:00Z");
    print(systemctl, active + "NextElapseUSecRealtime=");
    assertThat(OneProbe.ofManual(folder, probe).status()).isEqualTo(Status.FAIL);
    print(systemctl, "LoadState=loaded\nActiveState=inactive\nSubState=dead");
    assertThat(OneProbe.ofManual(folder, probe).status()).isEqualTo(Status.FAIL);
    print(systemctl, "LoadState=not-found\nActiveState=inactive");
    ProbeResult gone = OneProbe.ofManual(folder, probe);
    assertThat(gone.evidence()).isEqualTo("there is no unit certbot-renew.timer");
    assertThat(gone.status()).isEqualTo(Status.FAIL);
  }

  private static void print(Path systemctl, String text) throws Exception {
    Files.writeString(systemctl, "#!/bin/sh\ncat <<'EOF'\n" + text + "\nEOF\n");
    Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aTimerMustHaveANextTime() {
    String timer =
        """
        LoadState=loaded
        ActiveState=active
        SubState=waiting
        LastTriggerUSec=@1768226400
        """;
    Expectation daily = expected("age < 26h", Set.of("age"));
    assertThat(
            judge("renew.timer", timer + "NextElapseUSecRealtime=@1768312800\n", daily)
                .evidence()
                .toString())
        .isEqualTo("renew.timer is active (waiting), fires next at 2026-01-13T14:00:00Z");
    assertThat(
            judge("renew.timer", timer + "NextElapseUSecRealtime=\n", daily).evidence().toString())
        .endsWith("; it will not fire again");
    assertThat(
            judge(
                    "renew.timer",
                    timer.replace("@1768226400", "@1768000000")
                        + "NextElapseUSecRealtime=@1768312800\n",
                    daily)
                .status())
        .isEqualTo(Status.FAIL);
  }
}
