package jigi.operate.deploy.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Drives rolling updates through random interleavings of acts that work, fail, half work and crash,
 * of cancels and of words of people, and holds them to what must never happen.
 */
@Tag("slow")
class RollingPropertyTest {
  private static final int HISTORIES = 4_000;
  private static final int LONGEST = 150;

  @Test
  void noHistoryTakesTheLastInstanceOrStopsWhatReceivesRequests() {
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
        .contains("DEPLOYED", "ROLLED_BACK", "CANCELLED", "refused", "halted", "gone on")
        .contains("rolled", "in batches", "more", "fewer");
  }

  /** A gateway and some instances, and people who want something. */
  private static final class World {
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    /** By instance, the name of what was started there. */
    private final Map<Instance, Release> running = new HashMap<>();

    private final Set<String> used = new TreeSet<>();
    private Set<Instance> gateway = new TreeSet<>();
    private Memory memory = Memory.EMPTY;
    private final int count;
    private int ids;

    World(Random random) {
      this.random = random;
      this.count = 1 + random.nextInt(6);
      if (random.nextInt(4) > 0) {
        Map<Slot, Release> first = new HashMap<>();
        for (int i = 1; i <= count; i++) {
          Release release = new Release("0", "first-" + i);
          first.put(new Instance(i), release);
          running.put(new Instance(i), release);
          gateway.add(new Instance(i));
        }
        memory = new Memory(null, first, null, null);
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
      Asked asked =
          switch (random.nextInt(7)) {
            case 0, 1 ->
                new Asked.Roll(
                    Change.roll("d" + ++ids, count(), 1 + random.nextInt(4), release("v" + ids)));
            case 5, 6 -> new Asked.Scale("d" + ++ids, "i" + ids, 1 + random.nextInt(5));
            case 2 -> new Asked.Finalize(open());
            case 3 -> new Asked.Cancel(open(), "by hand");
            default -> new Asked.Gateway(open());
          };
      ask(asked);
    }

    private void ask(Asked asked) {
      Answer answer = Machine.ask(memory, asked);
      story.add(asked + " -> " + answer);
      switch (answer) {
        case Answer.Go go -> memory = go.memory();
        case Answer.Refused refused -> ends.add("refused");
        case Answer.Already already -> {}
        case Answer.Over over -> {}
      }
    }

    /** As many as run; all of them where nothing does. */
    private int count() {
      int running = Rolling.all(memory).size();
      return running == 0 ? count : running;
    }

    private Release release(String version) {
      return new Release(version, "i" + ids);
    }

    private void perform(Act act) {
      int dice = random.nextInt(12);
      boolean confirmed = dice > 2 && happens(act);
      switch (dice) {
        case 0, 3 -> story.add("crash at " + act);
        case 1, 4 -> after(act, new Event.Failed("it failed"));
        case 2 -> after(act, new Event.Cancelled("cancelled"));
        case 5 ->
            after(act, act instanceof Act.Watch ? new Event.Unproven("none") : done(confirmed));
        case 6 ->
            after(act, act instanceof Act.Start ? new Event.Started("digest") : done(confirmed));
        default -> after(act, done(confirmed));
      }
    }

    private static Event done(boolean confirmed) {
      return confirmed ? new Event.Done() : new Event.Failed("unsafe");
    }

    /** What the act does to the world; false where it was refused. */
    private boolean happens(Act act) {
      switch (act) {
        case Act.Spread spread -> {
          if (spread.over().isEmpty()) {
            return spread.back();
          }
          if (!running.keySet().containsAll(spread.joining())) {
            return false;
          }
          gateway = new TreeSet<>(spread.over());
        }
        case Act.Drain drain -> {
          return isAway((Instance) drain.slot());
        }
        case Act.Stop stop -> {
          Instance at = (Instance) stop.slot();
          assertThat(isAway(at)).as("stops what receives requests").isTrue();
          Release there = running.get(at);
          if (there != null && there.instance().equals(stop.release().instance())) {
            running.remove(at);
          }
        }
        case Act.Start start -> {
          Instance at = (Instance) start.slot();
          Release there = running.get(at);
          assertThat(there == null || there.instance().equals(start.release().instance()))
              .as("two at once")
              .isTrue();
          if (there == null) {
            assertThat(used.add(start.release().instance())).as("a name of its own").isTrue();
            running.put(at, start.release());
          }
        }
        case Act.Check check -> {
          return running.containsKey((Instance) check.slot());
        }
        case Act.Prepare prepare -> {}
        case Act.Watch watch -> {}
        case Act.Settle settle -> {}
        case Act.Rest rest -> {}
        case Act.Point point -> throw new AssertionError(point);
      }
      return true;
    }

    /** The last one is left in the gateway when everything is taken back. */
    private boolean isAway(Instance at) {
      Set<Instance> expected = memory.spread();
      return expected == null || expected.isEmpty() || !gateway.contains(at);
    }

    private void after(Act act, Event event) {
      Change change = Objects.requireNonNull(memory.change());
      Memory next = Machine.after(memory, event);
      story.add(change.stage() + " " + act + ": " + event + " -> " + next);
      if (next.equals(memory) && !(event instanceof Event.Cancelled)) {
        ends.add("halted");
        ask(
            random.nextBoolean()
                ? new Asked.Finalize(change.deployment())
                : new Asked.Cancel(change.deployment(), "by hand"));
        ends.add("gone on");
        return;
      }
      memory = next;
      Ended last = next.last();
      if (next.change() == null && last != null) {
        ends.add(last.outcome().name());
        ended(change, last);
      }
    }

    private void ended(Change change, Ended last) {
      Roll roll = Objects.requireNonNull(change.roll());
      Map<Instance, String> versions = new TreeMap<>();
      running.forEach((at, release) -> versions.put(at, release.version()));
      Map<Instance, String> wanted = new TreeMap<>();
      if (last.outcome() == Ended.Outcome.DEPLOYED) {
        if (roll.batch() > 1) {
          ends.add("in batches");
        }
        ends.add(
            !roll.scales() ? "rolled" : roll.count() > roll.before().size() ? "more" : "fewer");
        for (int i = 1; i <= roll.count(); i++) {
          wanted.put(new Instance(i), change.release().version());
        }
      } else {
        roll.before().forEach((at, release) -> wanted.put(at, release.version()));
      }
      assertThat(versions).isEqualTo(wanted);
    }

    /** The file never says of the gateway what is not so, and requests always find somebody. */
    private void agrees() {
      Set<Instance> expected = memory.spread();
      if (expected != null && !expected.isEmpty()) {
        assertThat(gateway).as(() -> "gateway beside " + memory).isEqualTo(expected);
      }
      Change change = memory.change();
      Roll roll = change == null ? null : change.roll();
      boolean served = roll == null ? !running.isEmpty() : !roll.before().isEmpty();
      int least = roll == null ? running.size() : Math.min(roll.count(), roll.before().size());
      if (roll != null && roll.before().size() > 1) {
        assertThat(roll.batch()).as("one goes on").isLessThan(roll.before().size());
      }
      if (served && least > 1) {
        Set<Instance> answering = new TreeSet<>(gateway);
        answering.retainAll(running.keySet());
        assertThat(answering).as(() -> "who answers, beside " + memory).isNotEmpty();
        assertThat(least - running.size())
            .as("missing at a time")
            .isLessThanOrEqualTo(roll == null ? 0 : roll.batch());
      }
    }

    /** Where nothing fails any more, it ends soon. */
    void comesToRest() {
      for (int i = 0; i < 160; i++) {
        Act act = Machine.act(memory);
        if (act instanceof Act.Rest) {
          return;
        }
        after(act, done(happens(act)));
        agrees();
      }
      throw new AssertionError("does not rest: " + memory);
    }
  }
}
