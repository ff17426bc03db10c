package jigi.operate.deploy.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Drives the machine through random interleavings of acts that work, fail, half work and crash, of
 * cancels and of phases, and holds it to what must never happen.
 */
@Tag("slow")
class MachinePropertyTest {
  private static final int HISTORIES = 20_000;
  private static final int LONGEST = 120;

  /** Where instances are, colours never are. */
  private static final Set<Stage> COLOURS =
      EnumSet.complementOf(
          EnumSet.of(Stage.PREPARING, Stage.LEAVING, Stage.JOINING, Stage.SETTLING));

  @Test
  void noHistoryStopsWhatReceivesRequests() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Map<String, Integer> ends = new TreeMap<>();
    for (int i = 0; i < HISTORIES; i++) {
      World world = new World(new Random(seed + i));
      try {
        for (int turn = 0; turn < LONGEST; turn++) {
          world.turn();
        }
        world.comesToRest();
        world.ends.forEach(end -> ends.merge(end, 1, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dseed=" + (seed + i) + "\n" + String.join("\n", world.story), e);
      }
    }
    System.out.println("seed " + seed + ": " + ends);
    assertThat(ends.keySet())
        .contains("DEPLOYED", "ROLLED_BACK", "CANCELLED", "old-is-sick", "refused", "reverted");
  }

  /** A gateway and two colours, and people who want something. */
  private static final class World {
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Set<Colour> running = EnumSet.noneOf(Colour.class);
    private Colour gateway = Colour.BLUE;
    private Memory memory = Memory.EMPTY;
    private int ids;

    World(Random random) {
      this.random = random;
      if (random.nextBoolean()) {
        running.add(Colour.BLUE);
        memory = new Memory(Colour.BLUE, Map.of(Colour.BLUE, new Release("0", "i0")), null, null);
      }
    }

    void turn() {
      Act act = Machine.act(memory);
      if (act instanceof Act.Rest) {
        ask();
      } else {
        perform(act);
      }
      agrees();
    }

    private String open() {
      Change change = memory.change();
      return change == null ? "none" : change.deployment();
    }

    private void ask() {
      Colour colour = random.nextBoolean() ? Colour.BLUE : Colour.GREEN;
      Asked asked =
          switch (random.nextInt(6)) {
            case 0 ->
                new Asked.Prepare(
                    Change.begin("d" + ++ids, colour, new Release("v" + ids, "i" + ids)));
            case 1 -> new Asked.Gateway(open());
            case 2 -> new Asked.Finalize(open());
            case 3 -> new Asked.Cancel(open(), "by hand");
            case 4 -> new Asked.Force(open(), colour);
            default -> new Asked.Gateway("d0");
          };
      Answer answer = Machine.ask(memory, asked);
      story.add(asked + " -> " + answer);
      if (answer instanceof Answer.Go go) {
        memory = go.memory();
      } else if (answer instanceof Answer.Refused) {
        ends.add("refused");
      }
    }

    private void perform(Act act) {
      int dice = random.nextInt(10);
      boolean effect = dice != 0 && dice != 1 && dice != 2;
      boolean sick = act instanceof Act.Point point && point.back() && random.nextInt(4) == 0;
      if (sick && gateway != ((Act.Point) act).to()) {
        after(act, new Event.OldIsSick("old is sick"));
        ends.add("old-is-sick");
        return;
      }
      boolean confirmed = effect && happens(act);
      switch (dice) {
        case 0, 3 -> story.add("crash at " + act + ", effect " + effect);
        case 1 -> after(act, new Event.Failed("it failed"));
        // What has had its effect may be reported as failed, but for an end that was proven.
        case 4 -> after(act, new Event.Failed("half failed"));
        case 5 ->
            after(
                act,
                act instanceof Act.Watch
                    ? new Event.Unproven("no evidence")
                    : confirmed ? new Event.Done() : new Event.Failed("unsafe"));
        case 2 -> after(act, new Event.Cancelled("cancelled"));
        default -> after(act, confirmed ? new Event.Done() : new Event.Failed("unsafe"));
      }
    }

    /** What the act does to the world; false where it was refused. */
    private boolean happens(Act act) {
      switch (act) {
        case Act.Start start -> running.add((Colour) start.slot());
        case Act.Point point -> gateway = point.to();
        case Act.Stop stop -> {
          assertThat(memory.active() != null && gateway == stop.slot())
              .as("stops what receives requests")
              .isFalse();
          running.remove((Colour) stop.slot());
        }
        case Act.Drain drain -> {
          return gateway != drain.slot();
        }
        case Act.Rest rest -> {}
        case Act.Check check -> {}
        case Act.Watch watch -> {}
        case Act.Prepare prepare -> throw new AssertionError(prepare);
        case Act.Spread spread -> throw new AssertionError(spread);
        case Act.Settle settle -> throw new AssertionError(settle);
      }
      return true;
    }

    private void after(Act act, Event event) {
      Stage stage = Objects.requireNonNull(memory.change()).stage();
      Memory next = Machine.after(memory, event);
      story.add(stage + " " + act + ": " + event + " -> " + next);
      if (stage == Stage.REVERTING && event instanceof Event.Done) {
        ends.add("reverted");
      }
      Ended last = next.last();
      if (next.change() == null && last != null && !last.equals(memory.last())) {
        ends.add(last.outcome().name());
        ended(last, (Colour) Objects.requireNonNull(memory.change()).target());
      }
      memory = next;
      memory = sometimesRead(memory);
    }

    /** Nothing but the memory outlives a crash: it has no hidden part. */
    private static Memory sometimesRead(Memory memory) {
      return new Memory(memory.active(), memory.releases(), memory.change(), memory.last());
    }

    private void ended(Ended last, Colour target) {
      switch (last.outcome()) {
        case DEPLOYED -> {
          assertThat(gateway).isEqualTo(target);
          assertThat(running).containsExactly(target);
        }
        case ROLLED_BACK, CANCELLED -> assertThat(running).doesNotContain(target);
      }
    }

    /** The file never says of the gateway what is not so, and the live colour runs. */
    private void agrees() {
      Colour expected = memory.expected();
      if (expected != null && memory.active() != null) {
        assertThat(gateway).as(() -> "gateway beside " + memory).isEqualTo(expected);
      }
      if (memory.active() != null) {
        assertThat(running).as(() -> "what receives requests, beside " + memory).contains(gateway);
      }
    }

    /** Where nothing fails any more, it rests soon. */
    void comesToRest() {
      for (int i = 0; i < 10; i++) {
        Act act = Machine.act(memory);
        if (act instanceof Act.Rest) {
          return;
        }
        after(act, happens(act) ? new Event.Done() : new Event.Failed("unsafe"));
        agrees();
      }
      throw new AssertionError("does not rest: " + memory);
    }
  }

  @Test
  void everyStageAnswersEveryEventAndEveryQuestion() {
    for (Stage stage : COLOURS) {
      for (Colour active : new @Nullable Colour[] {null, Colour.BLUE}) {
        Change change = new Change("d1", Colour.GREEN, new Release("2", "i"), stage, null, false);
        Memory memory = new Memory(active, Map.of(), change, null);
        assertThat(Machine.act(memory) instanceof Act.Rest).isEqualTo(stage.rests());
        for (Event event :
            List.of(
                new Event.Done(),
                new Event.Failed("f"),
                new Event.Unproven("u"),
                new Event.Started("digest"),
                new Event.OldIsSick("s"),
                new Event.Cancelled("c"))) {
          assertThat(Machine.after(memory, event)).isNotNull();
        }
        for (Asked asked :
            List.of(
                new Asked.Prepare(change),
                new Asked.Gateway("d1"),
                new Asked.Finalize("d1"),
                new Asked.Cancel("d1", "c"),
                new Asked.Force("d1", Colour.BLUE),
                new Asked.Force("d1", Colour.GREEN))) {
          assertThat(Machine.ask(memory, asked)).isNotNull();
        }
      }
    }
  }
}
