package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jigi.base.run.Runs;
import jigi.base.store.StoreCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jigi backs itself up while it works, and what it restores is whole. */
@Timeout(120)
class JigiBackupTest {
  private static final String PLAN =
      """
      stores:
        local: {directory: store}
      plans:
        database:
          jigi: all
          name: jigi_{time:yyyyMMdd_HHmmss}.tar
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          drill: {sql: [data/jigi.db]}
      """;

  @TempDir Path folder;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    Files.createDirectories(folder.resolve("metrics/block"));
    Files.writeString(folder.resolve("metrics/block/chunk"), "samples");
    Files.createDirectories(folder.resolve("evidence"));
    Files.writeString(folder.resolve("evidence/note.txt"), "as seen");
    Files.writeString(folder.resolve("cli.token"), "a token");
    bench = new BackupBench(folder).manual(PLAN);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aDrillFindsTheStoreWholeAndEveryTableCounted() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    bench.journal.append(
        jigi.base.journal.EventDraft.of(BackupEvents.VERIFIED).system("shop").with("store", "x"));

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).contains("all as backed up", "data/jigi.db: ");
    assertThat(bench.standing().matter()).isNull();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  @Test
  void whatIsRestoredHasTheStateAndNoToken() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Path target = folder.resolve("restored");

    PostgresBackupTest.succeeded(bench.restore(target.toString(), null));

    Path data = target.resolve("data");
    assertThat(data.resolve("evidence/note.txt")).hasContent("as seen");
    assertThat(data.resolve("metrics/block/chunk")).hasContent("samples");
    assertThat(data.resolve("cli.token")).doesNotExist();
    Map<String, Long> rows = StoreCopy.rows(data.resolve("jigi.db"));
    assertThat(rows.get("backup")).as(rows + "").isPositive();
  }

  @Test
  void aDamagedFileIsFound() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Path file = folder.resolve("store").resolve(bench.newest().name());
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      int before = bytes.read();
      bytes.seek(bytes.length() / 2);
      bytes.write(before ^ 4);
    }

    PostgresBackupTest.failed(bench.verify(), "seal-damaged");
    PostgresBackupTest.failed(bench.drill(), "no-copy");
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }
}
