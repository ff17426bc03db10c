package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.Runs;
import jigi.operate.backup.retention.Verdict;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stays and what is found again: holds, and backups whose catalogue is lost. */
@Needs("postgresql")
@Timeout(180)
class BackupKeepingTest {
  @TempDir Path folder;
  @TempDir Path other;
  private final PostgresServer server = PostgresServer.get();
  private String plan = "";
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    String database = server.database(null);
    server.execute(database, "CREATE TABLE orders AS SELECT generate_series(1, 100) AS id");
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    plan =
        PostgresBackupTest.PLAN
            .formatted(server.port(), database)
            .replace("directory: store", "directory: " + folder.resolve("store"))
            .replace("file: key", "file: " + folder.resolve("key"))
            .replace("to: [local]", "to: [local]\n    keep: {local: {last: 1}}");
    bench = new BackupBench(folder).manual(plan);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> dumps() {
    return bench.stored().stream().filter(name -> name.endsWith(".dump")).toList();
  }

  @Test
  @Shows("BAK-23")
  void aHeldBackupOutlivesTheRules() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Backup first = bench.newest();
    bench.backups.hold(first.name(), "audit", "user:kim");

    PostgresBackupTest.succeeded(bench.backUp());

    assertThat(dumps()).hasSize(2).contains(first.name());
    List<Verdict> verdicts = bench.backups.retention(bench.backups.get("shop", "database"));
    assertThat(verdicts)
        .filteredOn(verdict -> verdict.id().equals(first.id()))
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.why()).containsExactly(Verdict.Reason.HELD));
    bench.backups.release(first.name(), "user:kim");
    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(dumps()).hasSize(1).doesNotContain(first.name());
    assertThatThrownBy(() -> bench.backups.release(first.name(), "user:kim"))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo("not-held"));
  }

  @Test
  @Shows("BAK-01")
  void backupsWhoseCatalogueIsLostAreAdoptedAndRestored() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Backup lost = bench.newest();
    bench.close();
    bench = new BackupBench(other).manual(plan);
    assertThat(bench.backups.history("shop", "database", 10)).isEmpty();

    Runs.Detail adopted =
        bench.ended(bench.backups.adopt("shop", "database", "user:kim", bench.engine));

    PostgresBackupTest.succeeded(adopted);
    Backup found = bench.newestGood();
    assertThat(found.id()).isEqualTo(lost.id());
    assertThat(found.sums()).isEqualTo(lost.sums());
    assertThat(found.at().taken()).isEqualTo(lost.at().taken());
    PostgresBackupTest.succeeded(bench.drill());
    PostgresBackupTest.succeeded(
        bench.ended(bench.backups.adopt("shop", "database", "user:kim", bench.engine)));
    assertThat(bench.backups.history("shop", "database", 10)).hasSize(1);
  }

  @Test
  void aFileWithAForgedManifestIsNotAdopted() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Path manifest = folder.resolve("store").resolve(bench.newest().name() + Manifest.SUFFIX);
    Files.writeString(manifest, Files.readString(manifest).replace("\"100\"", "\"99\""));
    bench.close();
    bench = new BackupBench(other).manual(plan);

    Runs.Detail adopted =
        bench.ended(bench.backups.adopt("shop", "database", "user:kim", bench.engine));

    assertThat(BackupBench.evidence(adopted)).contains("the manifest was changed");
    assertThat(bench.backups.history("shop", "database", 10)).isEmpty();
  }
}
