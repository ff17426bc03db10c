package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import jigi.Shows;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage that is planted is found, and named for what it is. */
@Needs("postgresql")
@Timeout(180)
class BackupDamageTest {
  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.get();
  private String database = "";
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    database = server.database(null);
    server.execute(
        database,
        "CREATE TABLE orders (id bigint PRIMARY KEY, item text)",
        "INSERT INTO orders SELECT i, md5(i::text) || md5((i * 7)::text)"
            + " FROM generate_series(1, 5000) i");
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    bench =
        new BackupBench(folder).manual(PostgresBackupTest.PLAN.formatted(server.port(), database));
    PostgresBackupTest.succeeded(bench.backUp());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Path file() {
    return folder.resolve("store").resolve(bench.newestGood().name());
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ 1);
    }
  }

  private void cut(long size) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.setLength(size);
    }
  }

  private void found(String code) throws InterruptedException {
    PostgresBackupTest.failed(bench.verify(), code);
    assertThat(bench.newest().copies().getFirst().state()).isEqualTo(Backup.CopyState.DAMAGED);
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.DAMAGED);
  }

  /** One bit in each part: the header, the first chunk, somewhere, the last byte. */
  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.0002, 0.3, 0.77, 1.0})
  @Shows("BAK-16")
  void aFlippedBitIsFound(double where) throws Exception {
    long size = Files.size(file());
    flip(file(), Math.min(size - 1, (long) (size * where)));

    found("seal-damaged");
  }

  @Test
  void aRandomFlippedBitIsFoundByADrill() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    long size = Files.size(file());
    flip(file(), new Random(seed).nextLong(size));

    Runs.Detail drill = bench.drill();

    assertThat(drill.run().state()).as("seed " + seed).isEqualTo(RunState.FAILED);
    assertThat(BackupBench.evidence(drill)).as("seed " + seed).startsWith("seal-");
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.DRILL_FAILED);
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 65_536})
  void aTruncatedFileIsFound(long left) throws Exception {
    cut(left);

    found("seal-truncated");
  }

  @Test
  void aFileThatLostItsLastByteIsFound() throws Exception {
    cut(Files.size(file()) - 1);

    found("seal-truncated");
  }

  @Test
  void somethingAppendedIsFound() throws Exception {
    Files.writeString(file(), "x", java.nio.file.StandardOpenOption.APPEND);

    found("seal-damaged");
  }

  @Test
  void aMissingFileIsFound() throws Exception {
    Files.delete(file());

    found("store-absent");
  }

  @Test
  void aSwappedFileIsFound() throws Exception {
    Path first = file();
    server.execute(database, "INSERT INTO orders VALUES (9999, 'another')");
    PostgresBackupTest.succeeded(bench.backUp());
    Files.copy(first, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    Runs.Detail detail = bench.verify();

    // Two dumps are of the same size by chance only.
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(BackupBench.evidence(detail)).matches("(?s)seal-(damaged|truncated): .*");
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.DAMAGED);
  }

  @Test
  void aWrongKeyIsNoDamage() throws Exception {
    Files.writeString(folder.resolve("key"), "another key");

    PostgresBackupTest.failed(bench.verify(), "seal-wrong-key");
    assertThat(bench.newest().copies().getFirst().state()).isEqualTo(Backup.CopyState.UNREAD);
  }

  @Test
  void aMissingKeyIsNoDamage() throws Exception {
    Files.delete(folder.resolve("key"));

    PostgresBackupTest.failed(bench.verify(), "secret-missing");
    assertThat(bench.newest().copies().getFirst().state()).isEqualTo(Backup.CopyState.UNREAD);
  }

  @Test
  void aForgedManifestIsFound() throws Exception {
    Path manifest = folder.resolve("store").resolve(bench.newest().name() + Manifest.SUFFIX);
    String text = Files.readString(manifest, StandardCharsets.UTF_8);
    Files.writeString(
        manifest,
        text.replace("\"rows/public.orders\":\"5000\"", "\"rows/public.orders\":\"4999\""));

    PostgresBackupTest.failed(bench.drill(), "manifest-forged");
    found("manifest-forged");
  }

  @Test
  void aMissingManifestIsFound() throws Exception {
    Files.delete(folder.resolve("store").resolve(bench.newest().name() + Manifest.SUFFIX));

    PostgresBackupTest.failed(bench.drill(), "store-absent");
    found("manifest-missing");
  }

  @Test
  void aQuestionThatIsDeniedFailsTheDrill() throws Exception {
    bench.activate(
        PostgresBackupTest.PLAN
            .formatted(server.port(), database)
            .replace("SELECT count(*) FROM orders", "SELECT count(*) FROM orders WHERE id < 0"));

    PostgresBackupTest.failed(bench.drill(), "question-denied");
  }

  @Test
  @Shows("BAK-04")
  void anEmptiedTableIsUnusual() throws Exception {
    server.execute(database, "TRUNCATE orders");

    PostgresBackupTest.succeeded(bench.backUp());

    assertThat(bench.newest().unusual()).isEqualTo("it has no rows, the one before had 5000");
  }

  @Test
  @Shows("BAK-02")
  void aFullDiskLeavesNoHalfFile() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    Assumptions.assumeTrue(mounted("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "" + small));
    try {
      bench.activate(
          PostgresBackupTest.PLAN
              .formatted(server.port(), database)
              .replace("directory: store", "directory: small"));
      PostgresBackupTest.failed(bench.backUp(), "store-full");
      assertThat(BackupBench.files(small)).isEmpty();
    } finally {
      mounted("umount", small.toString());
    }
    assertThat(bench.newest().state()).isEqualTo(Backup.State.FAILED);
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.FAILED);
  }

  private static boolean mounted(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  @Test
  void aDatabaseThatIsGoneFailsLoudly() throws Exception {
    bench.activate(PostgresBackupTest.PLAN.formatted(server.port(), "nowhere"));

    PostgresBackupTest.failed(bench.backUp(), "server-unreachable");
    assertThat(bench.newest().state()).isEqualTo(Backup.State.FAILED);
    assertThat(bench.stored()).hasSize(2);
  }

  @Test
  void aTableThatNobodyMayReadFailsLoudly() throws Exception {
    String role = database + "_reader";
    server.execute("postgres", "CREATE ROLE " + role + " LOGIN");
    bench.activate(
        PostgresBackupTest.PLAN
            .formatted(server.port(), database)
            .replace("postgres@", role + "@"));

    PostgresBackupTest.failed(bench.backUp(), "not-allowed");
    assertThat(bench.stored()).hasSize(2);
  }
}
