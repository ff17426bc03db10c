package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.log.LogMemory;
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

  private final LogMemory memory = LogMemory.forgetful();

  private ProbeResult probed(String probe) throws InterruptedException {
    return OneProbe.ofManual(
        folder,
        """
        system: s
        hosts: {far: {ssh: '%s', key: {file: '%s'}, connect-timeout: 2s}}
        components: {c: {on: far, probes: [%s]}}
        """
            .formatted(server.address(), server.key(), probe),
        memory);
  }

  private static Double value(ProbeResult result, String sample) {
    return java.util.Objects.requireNonNull(
        OneProbe.samples(result).get(sample), () -> sample + " of " + result);
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
  void theHostsFoldersComeBeforeTheUsualPathThere() throws Exception {
    Path own = Files.createDirectory(folder.resolve("bin"));
    Path mine = Files.writeString(own.resolve("true"), "#!/bin/sh\necho mine\n");
    Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProbeResult result =
        OneProbe.ofManual(
            folder,
            """
            system: s
            hosts: {far: {ssh: '%s', key: {file: '%s'}, path: ['%s']}}
            components: {c: {on: far, probes: [{exec: ['true'], as: root}]}}
            """
                .formatted(server.address(), server.key(), own),
            memory);
    assertThat(result.evidence()).isEqualTo("exit 0, \"mine\"");
  }

  @Test
  void aCommandThatHangsIsEndedThereToo() throws Exception {
    ProbeResult result =
        probed("{exec: [sh, -c, 'echo $$ > pid; sleep 60'], as: root, every: 5s, timeout: 1s}");

    assertThat(result.status()).isEqualTo(Status.FAIL);
    long pid = Long.parseLong(Files.readString(server.home().resolve("pid")).strip());
    Until.so("ended", () -> ProcessHandle.of(pid).isEmpty(), server::log);
  }

  @Test
  void aHostThatIsAwayMakesItsProbesUnknown() throws Exception {
    assertThat(probed("{process: sshd}").status()).isEqualTo(Status.OK);
    server.stop();

    ProbeResult result = probed("{process: sshd}");

    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.evidence()).contains("efused");
  }

  @Test
  @Shows("HC-03")
  void aHostIsMeasuredByOneCommandWithNothingInstalledThere() throws Exception {
    ProbeResult far = probed("{host: }");

    ProbeResult here = OneProbe.run(folder, "host:");
    assertThat(far.status()).as(far.evidence()).isEqualTo(Status.OK);
    Map<String, Double> samples = OneProbe.samples(far);
    assertThat(samples.keySet())
        .as("the same figures, and how its clock goes")
        .containsAll(OneProbe.samples(here).keySet())
        .contains("host_clock_offset_seconds");
    assertThat(value(far, "host_memory_total_bytes"))
        .isEqualTo(value(here, "host_memory_total_bytes"));
    assertThat(value(far, "host_cpu_used_ratio")).isBetween(0.0, 1.0);
    assertThat(value(far, "host_clock_offset_seconds")).isBetween(-1.0, 1.0);
    samples.keySet().stream()
        .filter(name -> name.startsWith("host_filesystem_size_bytes"))
        .forEach(name -> assertThat(value(far, name)).isEqualTo(value(here, name)));
    server.stop();
    assertThat(probed("{host: }").status()).isEqualTo(Status.UNKNOWN);
    server.start();
    assertThat(probed("{host: }").status()).isEqualTo(Status.OK);
  }

  @Test
  void aHostThatHangsIsUnknownAndRecovers() throws Exception {
    assertThat(probed("{host: , timeout: 2s}").status()).isEqualTo(Status.OK);
    server.signal("STOP");
    assertThat(probed("{host: , timeout: 2s}").status()).isEqualTo(Status.UNKNOWN);
    server.signal("CONT");
    assertThat(probed("{host: , timeout: 5s}").status()).isEqualTo(Status.OK);
  }

  @Test
  void filesAreLookedAtThere() throws Exception {
    Path file = server.home().resolve("a'b $x.gz");
    Files.writeString(file, "12345");

    ProbeResult one = probed("{file: '" + server.home() + "/*.gz', expect: [age < 1m]}");

    assertThat(one.status()).as(one.evidence()).isEqualTo(Status.OK);
    assertThat(value(one, "file_newest_bytes")).isEqualTo(5);
    Files.delete(file);
    assertThat(probed("{file: '" + server.home() + "/*.gz'}").status()).isEqualTo(Status.FAIL);
  }

  @Test
  void aLogIsReadOnThereOverRenamingAndCutting() throws Exception {
    Path log = server.home().resolve("api.log");
    String probe = "{log: '" + log + "', patterns: {lost: Failed to connect}}";
    Files.writeString(log, "ERROR before anybody looked\n");
    assertThat(value(probed(probe), "log_lines_total{level=\"error\"}")).isZero();

    append(log, "ERROR Failed to connect\nhalf of a line");
    ProbeResult second = probed(probe);
    assertThat(value(second, "log_lines_total{level=\"error\"}")).isEqualTo(1);
    assertThat(value(second, "log_matches_total{pattern=\"lost\"}")).isEqualTo(1);
    assertThat(value(second, "log_unread_bytes")).isEqualTo(14);

    append(log, ": ERROR\n");
    Files.move(log, server.home().resolve("api.log.1"));
    Files.writeString(log, "ERROR of the new file\n");
    assertThat(value(probed(probe), "log_lines_total{level=\"error\"}")).isEqualTo(3);

    Files.writeString(log, "ERROR cut\n");
    assertThat(value(probed(probe), "log_lines_total{level=\"error\"}")).isEqualTo(4);
    Files.delete(log);
    assertThat(probed(probe).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void aLongLogComesInSeveralExchangesAndEveryLineOnce() throws Exception {
    Path log = server.home().resolve("api.log");
    String line = "ERROR " + "x".repeat(993) + "\n";
    Files.writeString(log, line.repeat(3_000));
    String probe = "{log: '" + log + "', from: start, every: 20s, timeout: 10s}";
    ProbeResult first = probed(probe);
    assertThat(value(first, "log_lines_total{level=\"error\"}")).isEqualTo(3_000);
    Files.move(log, server.home().resolve("api.log.1"));
    append(server.home().resolve("api.log.1"), line.repeat(1_500));
    Files.writeString(log, line.repeat(1_500));
    assertThat(value(probed(probe), "log_lines_total{level=\"error\"}")).isEqualTo(6_000);
  }

  private static void append(Path file, String text) throws Exception {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }
}
