package jigi.detect.probe.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import jigi.Shows;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProbeTest {
  @TempDir Path folder;

  private Path file(String name, int bytes, Duration age) throws Exception {
    Path file = folder.resolve(name);
    Files.write(file, new byte[bytes]);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    return file;
  }

  private ProbeResult look(String name, String more) throws Exception {
    return OneProbe.run(folder, "file: '" + folder.resolve(name) + "'\n" + more);
  }

  @Test
  void countsSizesAndAges() throws Exception {
    file("db_1.sql.gz", 1000, Duration.ofHours(30));
    file("db_2.sql.gz", 3000, Duration.ofHours(5));
    file("other.txt", 1, Duration.ZERO);
    ProbeResult result = look("db_*.sql.gz", "expect: ['count >= 2', 'age < 26h', 'size > 2KB']");
    assertThat(result.evidence()).startsWith("2 files, the newest ").contains("3 KB, changed 5h");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(result))
        .containsEntry("file_count", 2.0)
        .containsEntry("file_bytes", 4000.0)
        .containsEntry("file_newest_bytes", 3000.0);
  }

  @Test
  void saysWhatDoesNotHold() throws Exception {
    file("app.log", 10, Duration.ofMinutes(90));
    ProbeResult result = look("app.log", "expect: ['age < 1h', 'size > 1KiB']");
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.evidence())
        .endsWith("; expected age < 1h, age is 1h30m; expected size > 1KiB, size is 10 B");
  }

  @Test
  void whatIsMissingFails() throws Exception {
    assertThat(look("nothing.txt", "").evidence())
        .isEqualTo("there is no file " + folder.resolve("nothing.txt"));
    ProbeResult result = look("no/such", "");
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.evidence()).isEqualTo("there is no folder " + folder.resolve("no"));
  }

  @Test
  void foldersBelowAreLookedIntoWhenAskedFor() throws Exception {
    Files.createDirectory(folder.resolve("deep"));
    file("deep/a.log", 1, Duration.ZERO);
    assertThat(look("*.log", "").status()).isEqualTo(Status.FAIL);
    assertThat(look("*.log", "depth: 2").status()).isEqualTo(Status.OK);
  }

  @Test
  void contentsAreCompared() throws Exception {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, "worker_processes 2;\n");
    String digest = Hash.of(Files.readAllBytes(file));
    assertThat(look("nginx.conf", "sha256: " + digest).status()).isEqualTo(Status.OK);
    Files.writeString(file, "worker_processes 4;\n");
    ProbeResult changed = look("nginx.conf", "sha256: " + digest);
    assertThat(changed.status()).isEqualTo(Status.FAIL);
    assertThat(changed.evidence()).endsWith("its SHA-256 is " + Hash.of(Files.readAllBytes(file)));
  }

  @Test
  @Shows("ENV-12")
  void whoeverMayDoMoreThanIsSaidFails() throws Exception {
    Path server = file(".env.server.prod", 10, Duration.ZERO);
    Path other = file(".env.monitoring.prod", 10, Duration.ofHours(1));
    permit(server, "rw-------");
    permit(other, "r--------");
    assertThat(look(".env.*", "mode: '600'").status()).isEqualTo(Status.OK);

    permit(other, "rw-r-----");
    ProbeResult readable = look(".env.*", "mode: '600'");
    assertThat(readable.status()).isEqualTo(Status.FAIL);
    assertThat(readable.evidence()).endsWith("; expected mode 600, mode of " + other + " is 640");

    permit(server, "rw-rw-rw-");
    assertThat(look(".env.*", "mode: '600'").evidence()).endsWith(", and of 1 more too open");
  }

  private static void permit(Path file, String permissions) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
