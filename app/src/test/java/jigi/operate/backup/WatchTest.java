package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jigi.Shows;
import jigi.base.kernel.Timeline;
import jigi.base.run.Runs;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watched files are backed up when they have changed, and not otherwise. */
@Timeout(120)
@Tag("slow")
class WatchTest {
  private static final String PLAN =
      """
      stores:
        local: {directory: store}
      plans:
        database:
          files: [%s]
          except: ["**/*.tmp"]
          watch: 30s
          name: settings_{time:yyyyMMdd_HHmmss}.tar
          to: [local]
          rpo: 5m
      """;

  @TempDir Path folder;
  private Path root;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(folder.resolve("config"));
    Files.writeString(root.resolve("app.yaml"), "workers: 2\n");
    bench = bench();
  }

  private BackupBench bench() {
    return new BackupBench(folder, Timeline.rehearsal()).manual(PLAN.formatted(root));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private int good() {
    return (int)
        bench.backups.history("shop", "database", 50).stream().filter(Backup::isGood).count();
  }

  private void await(int count) {
    Until.so(
        count + " backups",
        () -> {
          advance(Duration.ofSeconds(1));
          return good() >= count;
        },
        () -> bench.backups.history("shop", "database", 50).toString());
    assertThat(good()).isEqualTo(count);
  }

  private void advance(Duration by) {
    try {
      bench.timeline.advance(by);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Shows({"BAK-34", "ENV-13"})
  void eachChangeIsBackedUpOnceAndNothingElseIs() throws Exception {
    await(1);
    advance(Duration.ofMinutes(10));
    Files.writeString(root.resolve("editor.tmp"), "left out");
    advance(Duration.ofMinutes(1));
    await(1);
    assertThat(bench.standing().lost()).as("it is as it was").isLessThan(Duration.ofMinutes(1));

    Files.writeString(root.resolve("app.yaml"), "workers: 4\n");
    await(2);
    Files.writeString(root.resolve("more.yaml"), "");
    await(3);
    Files.delete(root.resolve("more.yaml"));
    await(4);
  }

  @Test
  void whatChangedWhileNobodyLookedIsFoundAfterwards() throws Exception {
    await(1);
    bench.close();
    bench = bench();
    advance(Duration.ofMinutes(5));
    await(1);
    bench.close();
    Files.writeString(root.resolve("app.yaml"), "workers: 8\n");
    bench = bench();
    await(2);
  }

  @Test
  void whatCannotBeReadIsToldAndNotTriedEveryHalfMinute() throws Exception {
    await(1);
    Files.delete(root.resolve("app.yaml"));
    Files.delete(root);
    advance(Duration.ofMinutes(5));
    Until.so(
        "it is said",
        () -> bench.standing().matter() == Standing.Matter.FAILED,
        () -> bench.backups.history("shop", "database", 50).toString());
    advance(Duration.ofMinutes(5));
    assertThat(bench.backups.history("shop", "database", 50)).hasSize(2);
    assertThat(bench.newest().fault()).extracting(Backup.Fault::code).isEqualTo("file-missing");
  }

  @Test
  @Shows("BAK-16")
  void allCopiesAreReadBackWhenTheirTimeHasCome() throws Exception {
    await(1);
    bench.activate(PLAN.formatted(root) + "    verify: {schedule: every 1h}\n");
    Path file = folder.resolve("store").resolve(bench.newest().name());
    Files.writeString(file, "x", java.nio.file.StandardOpenOption.APPEND);

    advance(Duration.ofHours(1));

    Until.so(
        "the damage is found",
        () -> bench.standing().matter() == Standing.Matter.DAMAGED,
        () -> bench.standing().toString());
    Runs.Detail again = bench.verify();
    PostgresBackupTest.failed(again, "seal-damaged");
  }
}
