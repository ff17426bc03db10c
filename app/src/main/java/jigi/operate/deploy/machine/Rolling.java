package jigi.operate.deploy.machine;

import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows when instances are replaced, one batch after another: its instances are
 * taken out of the gateway, drained, stopped, started with the new release, found healthy each by
 * itself, and let in again. The first that fails ends it, and all that were replaced are put back
 * the same way.
 *
 * <p>At most one batch is missing at a time, and never the last instance.
 */
final class Rolling {
  private Rolling() {}

  static Act act(Memory memory, Change change, Roll roll) {
    Instance at = (Instance) change.target();
    return switch (change.stage()) {
      case PREPARING -> new Act.Prepare(change.release());
      case LEAVING -> new Act.Spread(others(memory, change, roll), Set.of(), roll.back());
      case DRAINING -> new Act.Drain(at);
      case STOPPING -> new Act.Stop(at, release(memory, at));
      case STARTING -> new Act.Start(at, release(memory, at));
      case CHECKING -> new Act.Check(at);
      case JOINING -> new Act.Spread(all(memory), batch(memory, change, roll), roll.back());
      case OBSERVING -> new Act.Watch(new ArrayList<>(batch(memory, change, roll)));
      case SETTLING -> new Act.Settle(roll.back());
      case SWITCHED -> new Act.Rest();
      case PREPARED, SWITCHING, RETURNING, CLEARING, REMOVING, REVERTING, REPOINTING ->
          throw new IllegalStateException("instances are never " + change.stage().key());
    };
  }

  private static Release release(Memory memory, Instance at) {
    return Objects.requireNonNull(memory.releases().get(at));
  }

  /** Those that something was started in. */
  static Set<Instance> all(Memory memory) {
    Set<Instance> all = new TreeSet<>();
    memory.releases().keySet().stream()
        .filter(Instance.class::isInstance)
        .map(Instance.class::cast)
        .forEach(all::add);
    return all;
  }

  private static Set<Instance> others(Memory memory, Change change, Roll roll) {
    Set<Instance> all = all(memory);
    all.removeAll(roll.batch((Instance) change.target()));
    return all;
  }

  /** Those of the batch at hand that something was started in. */
  private static SortedSet<Instance> batch(Memory memory, Change change, Roll roll) {
    SortedSet<Instance> batch = roll.batch((Instance) change.target());
    batch.retainAll(all(memory));
    return batch;
  }

  /** To the first of the batch at hand that something was started in. */
  private static Memory atFirst(Memory memory, Change change, Roll roll, Stage stage) {
    return memory.with(change.to(batch(memory, change, roll).first()).at(stage));
  }

  /** To the next of the batch at hand; null after the last. */
  private static @Nullable Memory atNext(Memory memory, Change change, Roll roll) {
    Instance at = (Instance) change.target();
    return batch(memory, change, roll).stream()
        .filter(each -> each.compareTo(at) > 0)
        .findFirst()
        .map(each -> memory.with(change.to(each)))
        .orElse(null);
  }

  /** Where the gateway should send requests; null while it is being moved, or nothing runs. */
  static @Nullable Set<Instance> expected(Memory memory) {
    Change change = memory.change();
    Roll roll = change == null ? null : change.roll();
    Set<Instance> all = all(memory);
    if (all.isEmpty()) {
      return null;
    }
    if (change == null || roll == null) {
      return all;
    }
    return switch (change.stage()) {
      case LEAVING, JOINING -> null;
      case DRAINING, STOPPING, STARTING, CHECKING -> others(memory, change, roll);
      case PREPARING,
          OBSERVING,
          SETTLING,
          PREPARED,
          SWITCHING,
          SWITCHED,
          RETURNING,
          CLEARING,
          REMOVING,
          REVERTING,
          REPOINTING ->
          all;
    };
  }

  static Memory after(Memory memory, Change change, Roll roll, Event event) {
    return switch (event) {
      case Event.Done done -> done(memory, change, roll);
      case Event.Started started -> done(known(memory, change, roll, started.digest()));
      case Event.Unproven unproven -> unproven(memory, change);
      case Event.OldIsSick sick -> memory;
      case Event.Failed failed -> back(memory, change, roll, failed.why(), false);
      case Event.Cancelled cancelled -> back(memory, change, roll, cancelled.why(), true);
    };
  }

  /** A person decides whether it goes on. */
  private static Memory unproven(Memory memory, Change change) {
    return change.stage() == Stage.OBSERVING ? memory.with(change.at(Stage.SWITCHED)) : memory;
  }

  /** The other instances get exactly the same. */
  private static Memory known(Memory memory, Change change, Roll roll, String digest) {
    Instance at = (Instance) change.target();
    Memory known = memory.with(at, release(memory, at).known(digest));
    return roll.back() ? known : known.with(change.of(change.release().known(digest)));
  }

  private static Memory done(Memory memory) {
    Change change = Objects.requireNonNull(memory.change());
    return done(memory, change, Objects.requireNonNull(change.roll()));
  }

  private static Memory done(Memory memory, Change change, Roll roll) {
    Instance at = (Instance) change.target();
    return switch (change.stage()) {
      case PREPARING -> forwards(memory, change, roll, roll.first() - 1);
      case LEAVING -> atFirst(memory, change, roll, Stage.DRAINING);
      case DRAINING -> next(memory, change, roll, Stage.STOPPING);
      case STOPPING -> stopped(memory.without(at), change, roll);
      case STARTING -> {
        Memory another = startAfter(memory, change, roll, at.number());
        yield another == null ? atFirst(memory, change, roll, Stage.CHECKING) : another;
      }
      case CHECKING -> next(memory, change, roll, Stage.JOINING);
      case JOINING ->
          roll.back() || roll.scales()
              ? next(memory, change, roll)
              : memory.with(change.at(Stage.OBSERVING));
      case OBSERVING -> next(memory, change, roll);
      case SETTLING -> ended(memory, change, roll);
      case PREPARED, SWITCHING, SWITCHED, RETURNING, CLEARING, REMOVING, REVERTING, REPOINTING ->
          memory;
    };
  }

  /** The same with the next of the batch, and after its last one what follows for all of it. */
  private static Memory next(Memory memory, Change change, Roll roll, Stage then) {
    Memory another = atNext(memory, change, roll);
    return another == null ? atFirst(memory, change, roll, then) : another;
  }

  /** To the batch that has it. */
  private static Memory enter(Memory memory, Change change, Roll roll, Instance at) {
    Change there = change.to(at);
    return batch(memory, there, roll).isEmpty()
        ? begun(memory, there, roll)
        : atFirst(memory, there, roll, Stage.LEAVING);
  }

  /** All of the batch are stopped before the first is started. */
  private static Memory stopped(Memory memory, Change change, Roll roll) {
    return batch(memory, change, roll).isEmpty()
        ? begun(memory, change, roll)
        : atFirst(memory, change, roll, Stage.STOPPING);
  }

  /** Starts the first of the batch that is to run. */
  private static Memory begun(Memory memory, Change change, Roll roll) {
    Memory started = startAfter(memory, change, roll, 0);
    return started == null ? next(memory, change, roll) : started;
  }

  /** Starts the next of the batch that is to run; null where there is none. */
  private static @Nullable Memory startAfter(Memory memory, Change change, Roll roll, int number) {
    return roll.batch((Instance) change.target()).stream()
        .filter(each -> each.number() > number && roll.runs(each))
        .findFirst()
        .map(each -> started(memory, change.to(each), roll))
        .orElse(null);
  }

  /** What is to be started is known by its name before it is. */
  private static Memory started(Memory memory, Change change, Roll roll) {
    Instance at = (Instance) change.target();
    Release wanted = roll.back() ? Objects.requireNonNull(roll.before().get(at)) : change.release();
    Roll later = roll.next();
    String name = change.release().instance() + "-" + at.key() + "-" + later.turn();
    return memory
        .with(at, new Release(wanted.version(), name, wanted.shipping()))
        .with(change.of(later).at(Stage.STARTING));
  }

  /** To the next one that is to be there, then to the highest that is not, and then to the end. */
  private static Memory forwards(Memory memory, Change change, Roll roll, int last) {
    if (last < roll.count()) {
      return enter(memory, change, roll, new Instance(last + 1));
    }
    int highest = all(memory).stream().mapToInt(Instance::number).max().orElse(0);
    return highest > roll.count()
        ? enter(memory, change, roll, new Instance(highest))
        : memory.with(change.at(Stage.SETTLING));
  }

  /**
   * Forwards to the next batch; backwards to what was removed, then to the last that was replaced.
   */
  private static Memory next(Memory memory, Change change, Roll roll) {
    SortedSet<Instance> batch = roll.batch((Instance) change.target());
    if (!roll.back()) {
      return forwards(memory, change, roll, batch.last().number());
    }
    Set<Instance> removed = new TreeSet<>(roll.before().keySet());
    removed.removeAll(all(memory));
    if (!removed.isEmpty()) {
      return enter(memory, change, roll, removed.iterator().next());
    }
    int from = Math.min(batch.first().number() - 1, roll.count());
    for (int number = from; number >= roll.first(); number--) {
      Instance lower = new Instance(number);
      if (memory.releases().containsKey(lower)) {
        return enter(memory, change, roll, lower);
      }
    }
    return memory.with(change.at(Stage.SETTLING));
  }

  private static Memory ended(Memory memory, Change change, Roll roll) {
    Ended.Outcome outcome =
        !roll.back()
            ? Ended.Outcome.DEPLOYED
            : change.cancelled() ? Ended.Outcome.CANCELLED : Ended.Outcome.ROLLED_BACK;
    return memory.over(new Ended(change.deployment(), outcome, change.why()));
  }

  /** What is being put back already, or is past everything, stays where it is for a person. */
  private static Memory back(
      Memory memory, Change change, Roll roll, String why, boolean byPerson) {
    if (roll.back()) {
      return memory;
    }
    Roll turn = roll.backwards();
    Change turned = change.of(turn).back(change.stage(), why, byPerson);
    return switch (change.stage()) {
      case PREPARING -> memory.with(turned.at(Stage.SETTLING));
      case LEAVING, DRAINING -> atFirst(memory, turned, turn, Stage.JOINING);
      case STOPPING, STARTING, CHECKING -> atFirst(memory, turned, turn, Stage.STOPPING);
      case JOINING, OBSERVING, SWITCHED -> atFirst(memory, turned, turn, Stage.LEAVING);
      case SETTLING, PREPARED, SWITCHING, RETURNING, CLEARING, REMOVING, REVERTING, REPOINTING ->
          memory;
    };
  }

  /** What runs now is what it goes back to. Of several that run, one at least goes on. */
  static Answer begin(Memory memory, Change wanted) {
    Roll asked = Objects.requireNonNull(wanted.roll());
    int count = asked.count();
    Map<Instance, Release> before = new TreeMap<>();
    for (Instance each : all(memory)) {
      if (each.number() > count) {
        return new Answer.Refused("fewer-instances");
      }
      before.put(each, release(memory, each));
    }
    int most = before.isEmpty() ? count : Math.max(1, before.size() - 1);
    Roll roll = new Roll(count, Math.min(asked.batch(), most), 1, before, false, 0);
    return new Answer.Go(memory.with(wanted.of(roll)));
  }

  /** More of what runs, or less of it; what stays is left alone. */
  static Answer scale(Memory memory, Asked.Scale wanted) {
    Map<Instance, Release> before = new TreeMap<>();
    all(memory).forEach(each -> before.put(each, release(memory, each)));
    Release live = memory.live();
    if (live == null || before.isEmpty()) {
      return new Answer.Refused("nothing-deployed");
    }
    int first = Math.min(before.size(), wanted.count()) + 1;
    Change change =
        Change.roll(
            wanted.deployment(),
            wanted.count(),
            new Release(live.version(), wanted.name(), live.shipping()));
    Roll roll = new Roll(wanted.count(), 1, first, before, false, 0);
    return new Answer.Go(memory.with(change.of(roll).to(new Instance(first))));
  }

  /** What a person says to one that is open, or its run after a crash. */
  static Answer ask(Memory memory, Change change, Roll roll, Asked asked) {
    return switch (asked) {
      case Asked.Finalize finish ->
          new Answer.Go(
              change.stage() == Stage.SWITCHED
                  ? next(memory, change, roll)
                  : again(memory, change, roll));
      case Asked.Cancel cancel ->
          roll.back()
              ? new Answer.Go(again(memory, change, roll))
              : change.stage() == Stage.SETTLING
                  ? new Answer.Refused("roll-past-return")
                  : new Answer.Go(back(memory, change, roll, cancel.why(), true));
      case Asked.Roll begun -> new Answer.Go(memory);
      case Asked.Scale begun -> new Answer.Go(memory);
      case Asked.Prepare prepare -> new Answer.Refused("no-colours");
      case Asked.Gateway gateway -> new Answer.Refused("no-colours");
      case Asked.Force force -> new Answer.Refused("no-colours");
    };
  }

  /** What was started and has not come up is started anew, under another name. */
  private static Memory again(Memory memory, Change change, Roll roll) {
    boolean started = change.stage() == Stage.STARTING || change.stage() == Stage.CHECKING;
    return started ? atFirst(memory, change, roll, Stage.STOPPING) : memory;
  }
}
