package jigi.operate.deploy.machine;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows when instances are replaced one by one: each is taken out of the gateway,
 * drained, stopped, started with the new release, found healthy by itself, and let in again. The
 * first that fails ends it, and all that were replaced are put back the same way.
 *
 * <p>At most one instance is missing at a time, and never the last.
 */
final class Rolling {
  private Rolling() {}

  static Act act(Memory memory, Change change, Roll roll) {
    Instance at = (Instance) change.target();
    return switch (change.stage()) {
      case PREPARING -> new Act.Prepare(change.release());
      case LEAVING -> new Act.Spread(others(memory, at), roll.back());
      case DRAINING -> new Act.Drain(at);
      case STOPPING -> new Act.Stop(at, release(memory, at));
      case STARTING -> new Act.Start(at, release(memory, at));
      case CHECKING -> new Act.Check(at);
      case JOINING -> new Act.Spread(all(memory), roll.back());
      case OBSERVING -> new Act.Watch(at);
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

  private static Set<Instance> others(Memory memory, Instance at) {
    Set<Instance> all = all(memory);
    all.remove(at);
    return all;
  }

  /** Where the gateway should send requests; null while it is being moved, or nothing runs. */
  static @Nullable Set<Instance> expected(Memory memory) {
    Change change = memory.change();
    Set<Instance> all = all(memory);
    if (all.isEmpty()) {
      return null;
    }
    if (change == null) {
      return all;
    }
    return switch (change.stage()) {
      case LEAVING, JOINING -> null;
      case DRAINING, STOPPING, STARTING, CHECKING -> others(memory, (Instance) change.target());
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
      case LEAVING -> memory.with(change.at(Stage.DRAINING));
      case DRAINING -> memory.with(change.at(Stage.STOPPING));
      case STOPPING -> stopped(memory.without(at), change, roll);
      case STARTING -> memory.with(change.at(Stage.CHECKING));
      case CHECKING -> memory.with(change.at(Stage.JOINING));
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

  private static Memory enter(Memory memory, Change change, Instance at) {
    Change there = change.to(at);
    return memory.releases().containsKey(at)
        ? memory.with(there.at(Stage.LEAVING))
        : started(memory, there, Objects.requireNonNull(there.roll()));
  }

  private static Memory stopped(Memory memory, Change change, Roll roll) {
    Instance at = (Instance) change.target();
    boolean stays = roll.back() ? !roll.before().containsKey(at) : at.number() > roll.count();
    return stays ? next(memory, change, roll) : started(memory, change, roll);
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
      return enter(memory, change, new Instance(last + 1));
    }
    int highest = all(memory).stream().mapToInt(Instance::number).max().orElse(0);
    return highest > roll.count()
        ? enter(memory, change, new Instance(highest))
        : memory.with(change.at(Stage.SETTLING));
  }

  /**
   * Forwards to the next one; backwards to what was removed, then to the last that was replaced.
   */
  private static Memory next(Memory memory, Change change, Roll roll) {
    Instance at = (Instance) change.target();
    if (!roll.back()) {
      return forwards(memory, change, roll, at.number());
    }
    Set<Instance> removed = new TreeSet<>(roll.before().keySet());
    removed.removeAll(all(memory));
    if (!removed.isEmpty()) {
      return enter(memory, change, removed.iterator().next());
    }
    int from = Math.min(at.number() - 1, roll.count());
    for (int number = from; number >= roll.first(); number--) {
      Instance lower = new Instance(number);
      if (memory.releases().containsKey(lower)) {
        return enter(memory, change, lower);
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
    Change turned = change.of(roll.backwards());
    return switch (change.stage()) {
      case PREPARING -> memory.with(turned.back(Stage.SETTLING, why, byPerson));
      case LEAVING, DRAINING -> memory.with(turned.back(Stage.JOINING, why, byPerson));
      case STOPPING, STARTING, CHECKING -> memory.with(turned.back(Stage.STOPPING, why, byPerson));
      case JOINING, OBSERVING, SWITCHED -> memory.with(turned.back(Stage.LEAVING, why, byPerson));
      case SETTLING, PREPARED, SWITCHING, RETURNING, CLEARING, REMOVING, REVERTING, REPOINTING ->
          memory;
    };
  }

  /** What runs now is what it goes back to. */
  static Answer begin(Memory memory, Change wanted) {
    int count = Objects.requireNonNull(wanted.roll()).count();
    Map<Instance, Release> before = new TreeMap<>();
    for (Instance each : all(memory)) {
      if (each.number() > count) {
        return new Answer.Refused("fewer-instances");
      }
      before.put(each, release(memory, each));
    }
    return new Answer.Go(memory.with(wanted.of(new Roll(count, 1, before, false, 0))));
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
    Roll roll = new Roll(wanted.count(), first, before, false, 0);
    return new Answer.Go(memory.with(change.of(roll).to(new Instance(first))));
  }

  /** What a person says to one that is open, or its run after a crash. */
  static Answer ask(Memory memory, Change change, Roll roll, Asked asked) {
    return switch (asked) {
      case Asked.Finalize finish ->
          new Answer.Go(
              change.stage() == Stage.SWITCHED
                  ? next(memory, change, roll)
                  : again(memory, change));
      case Asked.Cancel cancel ->
          roll.back()
              ? new Answer.Go(again(memory, change))
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
  private static Memory again(Memory memory, Change change) {
    boolean started = change.stage() == Stage.STARTING || change.stage() == Stage.CHECKING;
    return started ? memory.with(change.at(Stage.STOPPING)) : memory;
  }
}
