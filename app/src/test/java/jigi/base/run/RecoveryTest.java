package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.look;
import static jigi.base.run.Bench.own;
import static jigi.base.run.Bench.probed;
import static jigi.base.run.Bench.purposes;
import static jigi.base.run.Bench.run;
import static jigi.base.run.Bench.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import jigi.base.kernel.Timeline;
import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to what is found after Jigi was away. */
@Timeout(90)
abstract class RecoveryTest {
  @TempDir Path folder;
  private Bench bench;

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder);
    bench.engine.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** The host loses the step and its shim while Jigi is down. */
  private Run lost(StepDefinition step, Path witness) throws Exception {
    Run run = bench.start(definition(null, step));
    Runs.Detail detail =
        bench.until(run, d -> !d.attempts().isEmpty() && size(witness) > 0 && running(d));
    String attempt = detail.attempts().getLast().id();
    bench.close();
    Bench.lose(folder, attempt);
    bench = new Bench(database(), folder);
    return run;
  }

  private static boolean running(Runs.Detail detail) {
    RunAttempt last = detail.attempts().getLast();
    return last.purpose() == Purpose.ACT && last.outcome() == null;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aLostRunWithoutProbeOrVerifyAsks() throws Exception {
    Path witness = bench.witness("w");
    Run run = lost(run("act", "echo x >> " + witness + "; exec sleep 60"), witness);
    bench.engine.open();

    Runs.Detail waiting = bench.until(run, d -> d.ask() != null);

    assertThat(waiting.run().reason()).isEqualTo("interrupted");
    assertThat(purposes(waiting)).containsExactly("ACT 0 VANISHED");
    bench.engine.choose(run.id(), 0, Choice.ABANDON, "user:kim", "");
    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.UNVERIFIED);
  }

  @Test
  void aLostRunWithAProbeThatSeesItsEffectGoesOn() throws Exception {
    Path witness = bench.witness("w");
    StepDefinition act = run("act", "echo x >> " + witness + "; exec sleep 60");
    Run run = lost(probed(act, "grep -q x " + witness), witness);
    bench.engine.open();

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(purposes(detail)).containsExactly("ACT 0 VANISHED", "PROBE 0 OK");
    assertThat(witness).hasContent("x");
  }

  @Test
  void aLostRunWhoseVerifyWasFalseBeforeIsJudgedByItsVerify() throws Exception {
    Path witness = bench.witness("w");
    StepDefinition act = run("act", "echo x >> " + witness + "; exec sleep 60");
    Run run = lost(verified(act, "grep -q x " + witness), witness);
    bench.engine.open();

    assertThat(purposes(bench.ended(run)))
        .containsExactly("BEFORE 0 FAILED", "ACT 0 VANISHED", "VERIFY 0 OK");
  }

  @Test
  void aLostLookIsRepeated() throws Exception {
    Path witness = bench.witness("w");
    String script =
        "echo x >> " + witness + "; [ $(wc -l < " + witness + ") -gt 1 ] || exec sleep 60";
    Run run = lost(look("see", script), witness);
    bench.engine.open();

    assertThat(purposes(bench.ended(run))).containsExactly("ACT 0 VANISHED", "ACT 0 OK");
  }

  @Test
  void aRebootOfTheHostIsTheEndOfAStepThatIsVerified() throws Exception {
    Path witness = bench.witness("w");
    StepDefinition act = run("reboot", "echo x >> " + witness + "; exec sleep 60");
    Run run = lost(verified(act, "grep -q x " + witness), witness);
    Path pid =
        folder.resolve("attempts/" + bench.runs.get(run.id()).attempts().getLast().id() + "/pid");
    Files.writeString(pid, Files.readString(pid).replaceAll("boot=.*", "boot=before"));
    bench.engine.open();

    assertThat(purposes(bench.ended(run)))
        .containsExactly("BEFORE 0 FAILED", "ACT 0 REBOOTED", "VERIFY 0 OK");
  }

  @Test
  void anAttemptThatKilledJigiThreeTimesAsks() throws Exception {
    Path witness = bench.witness("w");
    Run run = bench.start(definition(null, run("act", "echo x >> " + witness + "; sleep 2")));
    bench.until(run, d -> size(witness) > 0);
    bench.store.change(tx -> new StepRepository().countKills(tx.handle(), "test"));
    bench.store.change(tx -> new StepRepository().countKills(tx.handle(), "test"));
    bench.store.change(tx -> new StepRepository().countKills(tx.handle(), "test"));
    bench.close();
    bench = new Bench(database(), folder);
    bench.engine.open();

    Runs.Detail waiting = bench.until(run, d -> d.ask() != null);

    assertThat(Objects.requireNonNull(Objects.requireNonNull(waiting.ask()).question()).why())
        .isEqualTo("killed-jigi");
    assertThatThrownBy(
            () -> bench.engine.choose(run.id(), 0, Choice.CHECK, "user:kim", "it was there"))
        .hasMessageContaining("nothing-to-check");
    bench.engine.choose(run.id(), 0, Choice.RETRY, "user:kim", "");
    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(witness).hasContent("x");
  }

  @Test
  void aRestoredDatabaseIsOnlyObserved() throws Exception {
    Run run = bench.start(definition(null, own("ok?", "approve")));
    bench.until(run, d -> d.ask() != null);
    bench.close();
    TestDatabase.Restore backup = database().backUp(folder);
    for (int i = 0; i < 2; i++) {
      bench = new Bench(database(), folder);
      bench.engine.open();
      assertThat(bench.engine.observeOnly()).isFalse();
      bench.close();
    }
    backup.restore();

    bench = new Bench(database(), folder);
    bench.engine.open();

    assertThat(bench.engine.observeOnly()).isTrue();
    assertThat(bench.troubles.all()).extracting(t -> t.text()).contains("run-observe-only");
    Run idle = bench.start(definition(null, run("act", "true")));
    assertThat(bench.runs.get(idle.id()).run().state()).isEqualTo(RunState.QUEUED);
    bench.engine.adopt("user:kim");
    bench.engine.cancel(run.id(), "user:kim");
    assertThat(bench.ended(idle).run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void waitsAndApprovalsGoByJigisTimeAcrossRestarts() throws Exception {
    bench.close();
    Timeline time = Timeline.rehearsal();
    bench = new Bench(database(), folder, time, List.of());
    bench.engine.open();
    Run waiting = bench.start(definition(null, own("pause", "wait", "for=2h")));
    RunDefinition asks = definition(null, own("ok?", "approve", "expires=1h"));
    Run asking =
        bench.start(
            new RunDefinition(
                "other",
                "Other",
                "shop",
                asks.steps(),
                null,
                List.of(),
                List.of(),
                Guards.DEFAULT));
    bench.until(waiting, d -> "time".equals(d.run().reason()));
    bench.until(asking, d -> d.ask() != null);
    Instant due = Objects.requireNonNull(bench.runs.get(waiting.id()).steps().getFirst().due());

    time.advance(Duration.ofMinutes(61));
    assertThat(bench.ended(asking).run().reason()).isEqualTo("approval-expired");
    assertThat(bench.runs.get(waiting.id()).run().state()).isEqualTo(RunState.WAITING);
    time.advance(Duration.ofHours(1));

    Runs.Detail detail = bench.ended(waiting);
    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(detail.run().at().ended()).isAfterOrEqualTo(due);
  }

  @Test
  void logsOfLongAgoAreDeletedAndTheRecordStays() throws Exception {
    bench.close();
    Timeline time = Timeline.rehearsal();
    bench = new Bench(database(), folder, time, List.of());
    bench.engine.open();
    Run run = bench.start(definition(null, run("act", "echo x")));
    String attempt = bench.ended(run).attempts().getFirst().id();
    assertThat(folder.resolve("attempts/" + attempt)).isDirectory();

    time.advance(Retention.KEPT.plusHours(2));

    assertThat(folder.resolve("attempts/" + attempt)).doesNotExist();
    assertThat(bench.runs.get(run.id()).steps().getFirst().evidence()).isEqualTo("exit 0: x");
  }
}
