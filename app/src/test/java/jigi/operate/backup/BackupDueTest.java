package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.Timeline;
import jigi.base.run.Guards;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunRequest;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.base.run.WaitReason;
import jigi.detect.probe.Sample;
import jigi.testing.OpenFolder;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan with a calendar: what is due is done, and what was not done is said. */
@Timeout(120)
class BackupDueTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
  private static final String PLAN =
      """
      stores:
        local: {directory: store}
      plans:
        database:
          files: [%s]
          schedule: daily 02:00
          name: settings_{time:yyyyMMdd_HHmmss}.tar
          to: [local]
          rpo: 24h
      """;

  @TempDir Path folder;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    Path root = Files.createDirectory(folder.resolve("config"));
    Files.writeString(root.resolve("app.yaml"), "workers: 2\n");
    bench = new BackupBench(folder, Timeline.rehearsal()).manual(PLAN.formatted(root));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Instant nextTwo() {
    var now = bench.timeline.instant().atZone(ZONE);
    var two = now.withHour(2).withMinute(0).withSecond(0).withNano(0);
    return (two.isAfter(now) ? two : two.plusDays(1)).toInstant();
  }

  private void goTo(Instant at) throws InterruptedException {
    bench.timeline.advance(Duration.between(bench.timeline.instant(), at));
  }

  private double overdue() {
    return new BackupFigures(bench.backups)
        .samples().stream()
            .filter(sample -> "jigi_backup_overdue".equals(sample.labels().get("__name__")))
            .mapToDouble(Sample::value)
            .findFirst()
            .orElseThrow();
  }

  private List<Backup> history() {
    return bench.backups.history("shop", "database", 10);
  }

  @Test
  @Shows({"BAK-05", "BAK-26"})
  void whatTheCalendarDidNotMakeIsOverdueUntilItIsMade() throws Exception {
    goTo(nextTwo());
    Until.so(
        "the backup of two o'clock",
        () -> history().stream().anyMatch(Backup::isGood),
        () -> history().toString());
    PostgresBackupTest.succeeded(bench.drill());
    assertThat(bench.standing().matter()).isNull();
    assertThat(overdue()).isZero();

    bench.scheduler.close(); // nobody begins any more what is due
    Instant missed = nextTwo();
    goTo(missed.plusSeconds(60));
    assertThat(overdue()).as("it has just begun to be due").isZero();
    goTo(missed.plus(Duration.ofHours(3)));

    assertThat(history()).hasSize(1);
    assertThat(bench.standing().due()).isEqualTo(missed);
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.OVERDUE);
    assertThat(bench.standing().status()).isEqualTo(jigi.base.kernel.Status.FAIL);
    assertThat(overdue()).isEqualTo(1);

    PostgresBackupTest.succeeded(bench.backUp());

    assertThat(bench.standing().due()).isNull();
    assertThat(overdue()).isZero();
  }

  /** Two backups never run at once, nor one beside a runbook that names their lock. */
  @Test
  @Shows("BAK-06")
  void aBackupWaitsForWhoeverHoldsTheLockOfTheSystemsBackups() throws Exception {
    try (OpenFolder open = OpenFolder.make("lock")) {
      Path gate = open.path().resolve("go");
      Run maintenance = bench.engine.start(RunRequest.byHand(until(gate), Map.of(), "user:kim"));
      bench.until(maintenance, detail -> detail.run().state() == RunState.RUNNING);

      Run waits = bench.backups.backUp("shop", "database", "user:kim", bench.engine);

      bench.until(waits, detail -> WaitReason.LOCK.key().equals(detail.run().reason()));
      assertThat(history()).isEmpty();
      Files.createFile(gate);
      Runs.Detail first = bench.ended(maintenance);
      Runs.Detail second = bench.ended(waits);
      PostgresBackupTest.succeeded(first);
      PostgresBackupTest.succeeded(second);
      assertThat(history().getFirst().at().started())
          .isAfterOrEqualTo(Objects.requireNonNull(first.run().at().ended()));
    }
  }

  private static RunDefinition until(Path gate) {
    String script = "until [ -e " + gate + " ]; do sleep 0.05; done";
    StepPart wait = new StepPart("sh", script, Map.of("timeout", "100s"), 1);
    return new RunDefinition(
        "maintenance",
        "Maintenance",
        "shop",
        List.of(StepDefinition.of("Wait", Role.OWN, wait)),
        null,
        List.of("shop/backup"),
        List.of(),
        Guards.DEFAULT);
  }
}
