package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import jigi.Shows;
import jigi.base.run.Run;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.WaitReason;
import jigi.operate.backup.store.s3.Buckets;
import jigi.testing.Needs;
import jigi.testing.S3Server;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that takes some bytes and then no more for as long as anybody waits. */
@Needs("s3-server")
@Tag("slow")
@Timeout(180)
class SlowStoreTest {
  private static final String PLAN =
      """
      stores:
        cloud:
          s3: shop
          region: us-east-1
          endpoint: http://127.0.0.1:%d
          path-style: true
          access-key: {file: access}
          secret-key: {file: secret}
        local: {directory: store}
      plans:
        database:
          files: [%s]
          name: files_{time:yyyyMMdd_HHmmss}.tar
          to: [cloud]
      """;

  @TempDir Path folder;

  /** More than one part of an upload, and nothing that could be compressed. */
  private void write(Path file) throws Exception {
    byte[] bytes = new byte[10 << 20];
    new SplittableRandom(7).nextBytes(bytes);
    Files.write(file, bytes);
  }

  @Test
  @Shows({"BAK-06", "BAK-44"})
  void isToldHeldUpForNobodyAndGivenUpByWhoeverCancels() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    write(root.resolve("large"));
    Files.writeString(root.resolve("which"), "first");
    Files.writeString(folder.resolve("access"), S3Server.ACCESS);
    Files.writeString(folder.resolve("secret"), S3Server.SECRET);
    try (S3Server s3 = S3Server.start(folder);
        Bottleneck way = new Bottleneck(s3.endpoint().getPort());
        BackupBench bench = new BackupBench(folder)) {
      Buckets.make(s3.endpoint(), "shop", folder);
      bench.manual(PLAN.formatted(way.port(), root));
      PostgresBackupTest.succeeded(bench.backUp());
      Backup first = bench.newestGood();
      Files.writeString(root.resolve("which"), "second");
      way.only(3 << 20);

      Run slow = bench.backups.backUp("shop", "database", "user:kim", bench.engine);
      Until.so("the store takes no more", () -> way.waiting() > 0, () -> bench.newest().toString());
      Progress told = Objects.requireNonNull(bench.backups.progress(slow.id()));
      assertThat(told.done()).isPositive();
      assertThat(Objects.requireNonNull(bench.backups.progress(bench.newest()))).isPositive();
      Path target = folder.resolve("restored");
      Run restore =
          bench.backups.restore(
              new Backups.Restore(first.id(), target.toString(), null), "user:kim", bench.engine);
      bench.until(restore, detail -> WaitReason.LOCK.key().equals(detail.run().reason()));
      way.only(0);

      bench.engine.cancel(slow.id(), "user:kim");

      Runs.Detail cancelled = bench.ended(slow);
      assertThat(cancelled.run().state()).isEqualTo(RunState.CANCELLED);
      way.open();
      PostgresBackupTest.succeeded(bench.ended(restore));
      assertThat(target.resolve(root.toString().substring(1)).resolve("which")).hasContent("first");
      assertThat(bench.newestGood().id()).isEqualTo(first.id());
      PostgresBackupTest.succeeded(bench.backUp());
      List<Backup> all = bench.backups.history("shop", "database", 10);
      assertThat(all).filteredOn(Backup::isGood).hasSize(2);
    }
  }
}
