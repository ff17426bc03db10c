package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.base.run.Runs;
import jigi.operate.backup.retention.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Room is made at once, by the rules that hold after every backup. */
@Timeout(60)
class PruneStepTest {
  private static final String PLAN =
      """
      stores:
        local: {directory: local}
        remote: {directory: remote}
      plans:
        database:
          files: [%s]
          name: files_{time:yyyyMMdd_HHmmss}.tar
          to: [local, remote]
      """;
  private static final String RULES = "    keep: {local: {last: 1}, remote: {days: 30}}\n";

  @TempDir Path folder;

  @Test
  @Shows("FIX-12")
  void onlyWhatAnotherStoreHasVerifiedGoes() throws Exception {
    Path root = Files.createDirectory(folder.resolve("uploads"));
    Files.writeString(root.resolve("one"), "one");
    try (BackupBench bench = new BackupBench(folder).manual(PLAN.formatted(root))) {
      PostgresBackupTest.succeeded(bench.backUp());
      String copied = bench.newestGood().name();
      Files.move(folder.resolve("remote"), folder.resolve("away"));
      Files.writeString(folder.resolve("remote"), "no folder");
      bench.backUp();
      String alone = bench.newestGood().name();
      Files.delete(folder.resolve("remote"));
      Files.move(folder.resolve("away"), folder.resolve("remote"));
      PostgresBackupTest.succeeded(bench.backUp());
      String newest = bench.newestGood().name();
      assertThat(alone).isNotIn(copied, newest);
      bench.activate(PLAN.formatted(root) + RULES);

      Runs.Detail pruned = bench.block("prune");

      PostgresBackupTest.succeeded(pruned);
      assertThat(BackupBench.evidence(pruned))
          .isEqualTo(copied + " in local removed by the rules of the plan");
      assertThat(BackupBench.files(folder.resolve("local")))
          .contains(alone, newest)
          .doesNotContain(copied);
      assertThat(BackupBench.files(folder.resolve("remote"))).contains(copied, newest);
      assertThat(bench.backups.retention(bench.backups.get("shop", "database")))
          .filteredOn(verdict -> verdict.why().contains(Verdict.Reason.NOT_COPIED))
          .hasSize(1);
      // A manifest that outlived its file does not keep the other store from being asked.
      Files.delete(folder.resolve("local").resolve(newest));
      Runs.Detail drill = bench.drill();
      PostgresBackupTest.succeeded(drill);
      assertThat(BackupBench.evidence(drill)).contains(newest + " of remote restored");
      Runs.Detail again = bench.block("prune");
      assertThat(BackupBench.evidence(again)).contains("nothing of 'database' may go");
    }
  }
}
