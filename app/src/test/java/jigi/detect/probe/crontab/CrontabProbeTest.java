package jigi.detect.probe.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrontabProbeTest {
  @TempDir Path folder;

  private ProbeResult probe(Path file, String keys) throws InterruptedException {
    return OneProbe.run(folder, "{crontab: " + file + keys + "}");
  }

  @Test
  void comparesEntriesAndNamesWhatIsMissing() throws Exception {
    Path file = folder.resolve("backup");
    Files.writeString(
        file,
        """
        # m h dom mon dow user command
        MAILTO=ops@example.com
        0 2 * * *\troot  /opt/backup-full.sh
        #0 */4 * * * root /opt/backup-incremental.sh
        5 5 * * * root /tmp/strange
        """);
    String full = ", entries: ['0 2 * * * root /opt/backup-full.sh']";
    ProbeResult good = probe(file, full);
    assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(good))
        .containsEntry("crontab_entries", 2.0)
        .containsEntry("crontab_unexpected", 1.0);
    ProbeResult more = probe(file, full + ", only: true");
    assertThat(more.evidence()).contains("not expected: 5 5 * * * root /tmp/strange");
    assertThat(more.status()).isEqualTo(Status.FAIL);
    ProbeResult lost = probe(file, ", entries: ['0 */4 * * * root /opt/backup-incremental.sh']");
    assertThat(lost.status()).isEqualTo(Status.FAIL);
    assertThat(OneProbe.samples(lost)).containsEntry("crontab_missing", 1.0);
    Files.delete(file);
    assertThat(probe(file, full).status()).isEqualTo(Status.FAIL);
    assertThat(probe(Files.createDirectory(file), full).status()).isEqualTo(Status.UNKNOWN);
  }
}
