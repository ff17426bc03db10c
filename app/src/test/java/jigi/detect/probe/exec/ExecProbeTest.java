package jigi.detect.probe.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecProbeTest {
  @TempDir Path folder;

  @BeforeEach
  void readableByTheAccountOfProbes() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ProbeResult script(String body, String more) throws Exception {
    Path script = folder.resolve("check.sh");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return OneProbe.run(folder, "{exec: [./check.sh, 'two words'], " + more + "timeout: 2s}");
  }

  @Test
  void exitStatusesAreThoseOfNagios() throws Exception {
    ProbeResult ok = script("echo \"all well, $1\"", "");
    assertThat(ok.evidence()).isEqualTo("exit 0, \"all well, two words\"");
    assertThat(ok.status()).isEqualTo(Status.OK);
    assertThat(script("echo slow; exit 1", "").status()).isEqualTo(Status.FAIL);
    ProbeResult critical = script("echo broken >&2; exit 2", "");
    assertThat(critical.status()).isEqualTo(Status.FAIL);
    assertThat(critical.evidence()).isEqualTo("exit 2, \"broken\"");
    assertThat(OneProbe.samples(critical)).containsEntry("probe_exec_exit_code", 2.0);
    assertThat(script("exit 3", "").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aCommandThatCannotStartIsOurs() throws Exception {
    assertThat(OneProbe.run(folder, "{exec: [/no/such/command], as: root}").status())
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aCommandThatHangsIsEnded() throws Exception {
    ProbeResult result = script("sleep 60", "");
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.evidence()).isEqualTo("timed out after 2s");
    assertThat(result.duration().toMillis()).isLessThan(4000);
  }

  @Test
  void printedMetricsAndExpectationsAreRead() throws Exception {
    ProbeResult result =
        script(
            "echo 'queue_length{queue=\"mail\"} 7'; echo 'other 1'", "metrics: [queue_length], ");
    assertThat(OneProbe.samples(result))
        .containsEntry("queue_length{queue=\"mail\"}", 7.0)
        .doesNotContainKey("other");
    assertThat(
            script("echo 12 files; exit 1", "expect: [exit == 1, 'output contains \"12\"'], ")
                .status())
        .isEqualTo(Status.OK);
  }

  @Test
  void theHostsFoldersComeBeforeTheUsualPath() throws Exception {
    script("echo \"mine, with $COLOUR\"", "");
    Path own = Files.createDirectory(folder.resolve("bin"));
    Files.move(folder.resolve("check.sh"), own.resolve("true"));
    ProbeResult result =
        OneProbe.ofManual(
            folder,
            """
            system: s
            hosts: {app: {local: true, path: ['%s'], env: {COLOUR: blue}}}
            components: {c: {on: app, probes: [{exec: ['true']}]}}
            """
                .formatted(own));
    assertThat(result.evidence()).isEqualTo("exit 0, \"mine, with blue\"");
  }

  @Test
  void ofWhatIsTooLongTheDescriptionIsCutAndNoObjection() throws Exception {
    String few = "output contains \"needle\"";
    String many = "output contains \"" + "needle ".repeat(50) + "\"";
    String long120 = "hay".repeat(50);
    ProbeResult cut = script("echo " + long120, "expect: ['" + few + "', '" + many + "'], ");
    assertThat(cut.status()).isEqualTo(Status.FAIL);
    assertThat(cut.evidence())
        .as("no room is left beside the objections")
        .startsWith("expected " + few)
        .endsWith("it is \"" + long120.substring(0, 60) + "…\"");
    String middle = "output contains \"" + "needle ".repeat(20) + "\"";
    ProbeResult half = script("echo " + long120, "expect: ['" + middle + "'], ");
    assertThat(half.evidence()).startsWith("exit 0, \"hay").hasSize(300).endsWith("…\"");
  }

  @Test
  void aSecretIsMaskedBeforeItCanBeCut() throws Exception {
    Files.writeString(folder.resolve("pw"), "hunter2-long");
    String before = "x".repeat(115);
    ProbeResult result = script("echo \"" + before + "$PW\"", "environment: {PW: {file: pw}}, ");
    assertThat(result.evidence()).isEqualTo("exit 0, \"" + before + "***\"");
  }

  @Test
  void secretsReachTheCommandAndNotTheEvidence() throws Exception {
    Files.writeString(folder.resolve("pw"), "hunter2-long");
    ProbeResult result = script("echo \"pw=$PW\"", "environment: {PW: {file: pw}}, ");
    assertThat(result.evidence()).isEqualTo("exit 0, \"pw=***\"");
  }
}
