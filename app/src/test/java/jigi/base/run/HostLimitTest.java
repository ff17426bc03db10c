package jigi.base.run;

import static jigi.base.run.Bench.look;
import static jigi.base.run.Bench.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.store.TestDatabase;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host of which the manual says how many runs may work there at once. */
@Timeout(90)
abstract class HostLimitTest {
  @TempDir Path folder;
  private Bench bench;
  private Path witness;
  private Path gate;

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder);
    bench.hosts("{app: {local: true, runs: 2}, other: local}");
    bench.engine.open();
    witness = bench.witness("witness");
    gate = folder.resolve("gate");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void noMoreRunsWorkThereThanTheManualSaysAndTheOthersSayWhatTheyWaitFor() throws Exception {
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(start(Trigger.manual(), work(i)));
    }
    List<Run> waiting = waiting(all, 4);

    assertThat(told(waiting.getFirst()).what().args())
        .containsEntry("host", "app")
        .containsEntry("limit", "2")
        .hasEntrySatisfying("runs", runs -> assertThat(runs).matches("#[1-6], #[1-6]"));

    Until.so("two work", () -> most() == 2, () -> "" + lines());
    Files.createFile(gate);
    for (Run one : all) {
      assertThat(bench.ended(one).run().state()).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(most()).isEqualTo(2);
  }

  @Test
  void whereThereIsNoLimitNobodyWaits() throws Exception {
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(start(Trigger.manual(), run("work", script(i), "on=other")));
    }
    for (Run one : all) {
      bench.until(one, d -> began(one));
    }
    Files.createFile(gate);
    for (Run one : all) {
      bench.ended(one);
    }
    assertThat(most()).isEqualTo(4);
  }

  @Test
  void aPersonGoesBeforeASchedule() throws Exception {
    List<Run> first = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      first.add(start(Trigger.manual(), work(i)));
      bench.until(first.getLast(), d -> began(d.run()));
    }
    Run scheduled = start(Trigger.schedule("nightly", "nightly 02:00"), work(2));
    waiting(List.of(scheduled), 1);
    Run byHand = start(Trigger.manual(), work(3));
    waiting(List.of(byHand), 1);

    bench.engine.cancel(first.getFirst().id(), "user:kim");

    bench.until(byHand, d -> began(d.run()));
    assertThat(bench.runs.get(scheduled.id()).run().reason()).isEqualTo("host");
    Files.createFile(gate);
    assertThat(bench.ended(scheduled).run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void whatWaitsForATurnIsCancelledAndTheNextGoes() throws Exception {
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(start(Trigger.manual(), work(i)));
      int begun = Math.min(i + 1, 2);
      bench.until(all.getLast(), d -> begun == 2 && i(d) || began(d.run()));
    }
    bench.engine.cancel(all.get(2).id(), "user:kim");
    assertThat(bench.ended(all.get(2)).run().state()).isEqualTo(RunState.CANCELLED);

    bench.engine.cancel(all.getFirst().id(), "user:kim");

    bench.until(all.get(3), d -> began(d.run()));
    assertThat(began(all.get(2))).as("cancelled before it began").isFalse();
    Files.createFile(gate);
    bench.ended(all.get(3));
  }

  @Test
  void membersOfAGroupOnOtherHostsDoNotWait() throws Exception {
    List<Run> first = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      first.add(start(Trigger.manual(), work(i)));
    }
    for (Run one : first) {
      bench.until(one, d -> began(d.run()));
    }
    Path free = bench.witness("free");
    Run group =
        start(
            Trigger.manual(),
            run("here", script(2), "on=app", "group=g"),
            run("there", "echo went >> " + free, "on=other", "group=g"));

    bench.until(group, d -> d.steps().get(1).state() == StepState.SUCCEEDED);

    assertThat(free).hasContent("went");
    assertThat(began(group)).isFalse();
    Files.createFile(gate);
    assertThat(bench.ended(group).run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aPlaceIsKeptOverARestartAndFreedAfterIt() throws Exception {
    bench.hosts("{app: {local: true, runs: 1}, other: local}");
    Run first = start(Trigger.manual(), work(0));
    bench.until(first, d -> began(d.run()));
    Run second = start(Trigger.manual(), look("see", script(1), "on=app"));
    waiting(List.of(second), 1);

    bench.close();
    bench = new Bench(database(), folder);
    bench.hosts("{app: {local: true, runs: 1}, other: local}");
    bench.engine.open();
    Run third = start(Trigger.manual(), work(2));
    waiting(List.of(third), 1);

    assertThat(began(second)).isFalse();
    Files.createFile(gate);
    for (Run one : List.of(first, second, third)) {
      assertThat(bench.ended(one).run().state()).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(most()).isEqualTo(1);
  }

  private static boolean i(Runs.Detail detail) {
    return "host".equals(detail.run().reason());
  }

  private Run start(Trigger trigger, StepDefinition... steps) {
    RunDefinition definition =
        new RunDefinition(
            "book",
            "Book",
            "shop",
            List.of(steps),
            null,
            List.of(),
            List.of(),
            new Guards(100, 0, 100));
    RunRequest byHand = RunRequest.byHand(definition, Map.of(), "user:kim");
    return bench.engine.start(
        new RunRequest(
            definition, Map.of(), trigger, byHand.actor(), null, byHand.lane(), byHand.mode()));
  }

  private StepDefinition work(int number) {
    return run("work " + number, script(number), "on=app");
  }

  /** Says that it came, waits for the gate, says that it went. */
  private String script(int number) {
    return "echo \"+ $JIGI_RUN\" >> %1$s; trap 'echo \"- $JIGI_RUN\" >> %1$s' EXIT; trap 'exit 1' TERM; while [ ! -e %2$s ]; do sleep 0.05; done # %3$d"
        .formatted(witness, gate, number);
  }

  private boolean began(Run run) {
    return lines().contains("+ " + run.id());
  }

  /** How many worked at once at the most. */
  private int most() {
    int now = 0;
    int most = 0;
    for (String line : lines()) {
      now += line.startsWith("+") ? 1 : -1;
      most = Math.max(most, now);
    }
    return most;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(witness);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Awaits that so many of them wait for their turn. */
  private List<Run> waiting(List<Run> all, int count) throws InterruptedException {
    List<Run> found = new ArrayList<>();
    bench.until(
        all.getFirst(),
        _ -> {
          found.clear();
          all.stream()
              .filter(run -> "host".equals(bench.runs.get(run.id()).run().reason()))
              .forEach(found::add);
          return found.size() == count;
        });
    return found;
  }

  private Event told(Run run) {
    return bench.journal.find(new EventQuery(null, run.id(), null, "run.turn", null, 5)).getFirst();
  }
}
