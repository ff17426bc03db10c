package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.operate.backup.retention.Verdict;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.Contents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue of ten thousand backups: nothing is forgotten, and nothing asked for one by one. */
@Timeout(120)
class BackupScaleTest {
  private static final int MANY = 10_000;
  private static final int KEPT = 500;
  private static final int FAILED = 200;
  private static final String PLAN =
      """
      stores:
        local: {directory: store}
      plans:
        database:
          files: [%s]
          to: [local]
          keep: {local: {last: 100}}
          drill: {of: any}
      """;

  @TempDir Path folder;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    Path root = Files.createDirectory(folder.resolve("config"));
    Files.writeString(root.resolve("app.yaml"), "workers: 2\n");
    bench = new BackupBench(folder).manual(PLAN.formatted(root));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /**
   * Hourly ones up to now, of which only the newest still have their copies, and failures after.
   */
  private Instant fill() {
    Instant last = Instant.now().minus(Duration.ofHours(FAILED));
    BackupRepository catalogue = new BackupRepository();
    bench.store.change(
        tx -> {
          for (int i = 0; i < MANY; i++) {
            Instant at = last.minus(Duration.ofHours(MANY - 1 - i));
            begin(tx.handle(), catalogue, "b" + i, at);
            catalogue.stored(
                tx.handle(), "b" + i, at, at, new Sums(10, "a", 5, "b"), Contents.NONE);
            catalogue.good(tx.handle(), "b" + i, at, null);
            Backup.CopyState state =
                i < MANY - KEPT ? Backup.CopyState.DELETED : Backup.CopyState.VERIFIED;
            catalogue.copy(
                tx.handle(), "b" + i, new Backup.Copy("local", "/store", state, at, null));
          }
          for (int i = 0; i < FAILED; i++) {
            Instant at = last.plus(Duration.ofHours(i + 1));
            begin(tx.handle(), catalogue, "f" + i, at);
            catalogue.failed(
                tx.handle(), "f" + i, at, new Backup.Fault("dump-failed", "it was away"));
          }
        });
    return last;
  }

  private static void begin(
      org.jdbi.v3.core.Handle handle, BackupRepository catalogue, String id, Instant at) {
    catalogue.begin(
        handle,
        new Backup(
            id,
            new Backup.Of("shop", "database", "files", "files"),
            "run-" + id,
            "1",
            id + ".tar",
            Backup.State.RUNNING,
            new Backup.Times(at, null, null),
            null,
            new Backup.Form("zstd", "none", 0),
            null,
            null,
            null,
            List.of()));
  }

  @Test
  void theLastGoodOneIsKnownHoweverOftenItHasFailedSince() {
    Instant last = fill();

    Standing standing = bench.standing();

    assertThat(standing.matter()).isEqualTo(Standing.Matter.FAILED);
    assertThat(standing.good()).isNotNull().extracting(Backup::id).isEqualTo("b" + (MANY - 1));
    assertThat(standing.lost())
        .isGreaterThanOrEqualTo(Duration.between(last, Instant.now()).minusSeconds(60));
    assertThat(new BackupFigures(bench.backups).samples())
        .extracting(sample -> sample.labels().get("__name__"))
        .contains("jigi_backup_last_success_timestamp_seconds", "jigi_backup_rpo_seconds");
    assertThat(bench.backups.get("b17.tar").id()).isEqualTo("b17");
    rulesAreAskedOnlyOfWhatIsThere();
  }

  private void rulesAreAskedOnlyOfWhatIsThere() {
    List<Verdict> verdicts = bench.backups.retention(bench.backups.get("shop", "database"));

    assertThat(verdicts).hasSize(KEPT);
    assertThat(verdicts).filteredOn(Verdict::keep).hasSize(100);
    assertThat(verdicts.getFirst().id()).isEqualTo("b" + (MANY - 1));
  }
}
