package jigi.detect.probe.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class UpdatesProbeTest {
  @TempDir Path folder;

  @Test
  @Tag("slow")
  @Shows("SEC-07")
  void countsWhatAptWouldInstall() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")), "apt is not here");
    ProbeResult result =
        OneProbe.run(folder, "{updates: auto, every: 6h, timeout: 1m, expect: [pending >= 0]}");
    assertThat(result.status()).as(result.evidence()).isEqualTo(Status.OK);
    Process list =
        new ProcessBuilder("apt-get", "-s", "-o", "Debug::NoLocking=true", "dist-upgrade").start();
    String said = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, Double> samples = OneProbe.samples(result);
    assertThat(samples)
        .containsEntry(
            "host_updates_pending",
            (double) said.lines().filter(line -> line.startsWith("Inst ")).count())
        .containsKey("host_updates_security");
  }

  /** What dnf prints; exit status 100 says that there are updates. */
  @Test
  void readsWhatDnfPrints() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    program(
        programs,
        "dnf",
        """
        case "$*" in
        *--security*) printf '\\nopenssl.x86_64  1:3.0.8-1.el9  updates\\n' ;;
        *) printf '\\nopenssl.x86_64  1:3.0.8-1.el9  updates\\nkernel.x86_64  5.14-1  updates\\n'
           printf 'Obsoleting Packages\\nold.noarch  1  @System\\n' ;;
        esac
        exit 100
        """);
    program(programs, "needs-restarting", "exit 1\n");
    assertThat(script(programs)).isEqualTo("0: pending 2\nsecurity 1\nreboot 1\n");
    program(programs, "dnf", "echo 'Error: no repositories' >&2; exit 1\n");
    assertThat(script(programs)).startsWith("3:");
  }

  private static String script(Path programs) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", UpdatesCheck.SCRIPT, "sh", "dnf")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PATH", programs + ":/usr/bin:/bin");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + ": " + said;
  }

  private static void program(Path folder, String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
