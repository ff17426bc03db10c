package jigi.operate.deploy.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known for certain of a deployment's world, and what is under way.
 *
 * @param active the colour that was last finalized; null when none ever was
 * @param releases what runs in each colour or instance; none for those that are empty
 * @param change null when nothing is open
 * @param last null when none ever ended
 */
public record Memory(
    @Nullable Colour active,
    Map<Slot, Release> releases,
    @Nullable Change change,
    @Nullable Ended last) {
  private static final Instance FIRST = new Instance(1);

  public static final Memory EMPTY = new Memory(null, Map.of(), null, null);

  public Memory {
    releases = Map.copyOf(releases);
  }

  /** What was last deployed well; null when nothing ever was. */
  public @Nullable Release live() {
    if (active != null) {
      return releases.get(active);
    }
    Roll roll = change == null ? null : change.roll();
    return roll == null ? releases.get(FIRST) : roll.before().get(FIRST);
  }

  /** What is or was started there; null for nothing. */
  public @Nullable Release release(Slot slot) {
    Change open = change;
    if (open != null && open.roll() == null && open.target().equals(slot)) {
      return open.release();
    }
    return releases.get(slot);
  }

  /** How many instances there are. */
  public int instances() {
    return Rolling.all(this).size();
  }

  /** The instances that the gateway should send to; null while it is being moved or unknown. */
  public @Nullable Set<Instance> spread() {
    return Rolling.expected(this);
  }

  /** The colour that the gateway should point to; null while it is being moved or unknown. */
  public @Nullable Colour expected() {
    Change open = change;
    if (open == null || open.roll() != null) {
      return active;
    }
    return switch (open.stage()) {
      case STARTING, CHECKING, PREPARED, CLEARING, REMOVING -> active;
      case OBSERVING, SWITCHED, DRAINING, STOPPING -> open.colour();
      case SWITCHING, RETURNING, REVERTING, REPOINTING -> null;
      case PREPARING, LEAVING, JOINING, SETTLING -> null;
    };
  }

  /** Whether there is anything yet that could fail a request. */
  public boolean serves() {
    Change open = change;
    if (open == null) {
      return !releases.isEmpty();
    }
    Roll roll = open.roll();
    return roll == null
        ? active != null || open.target() == expected()
        : !roll.before().isEmpty() || releases.size() > 1;
  }

  Memory with(Change next) {
    return new Memory(active, releases, next, last);
  }

  Memory with(Instance at, Release release) {
    Map<Slot, Release> next = new HashMap<>(releases);
    next.put(at, release);
    return new Memory(active, next, change, last);
  }

  Memory without(Instance at) {
    Map<Slot, Release> next = new HashMap<>(releases);
    next.remove(at);
    return new Memory(active, next, change, last);
  }

  Memory over(Ended how) {
    return new Memory(active, releases, null, how);
  }

  /** The open deployment has ended, and that colour is the live one. */
  Memory ended(@Nullable Colour live, Ended.Outcome outcome) {
    Change open = java.util.Objects.requireNonNull(change);
    Map<Slot, Release> next = new HashMap<>(releases);
    if (outcome == Ended.Outcome.DEPLOYED) {
      next.remove(open.colour().other());
      next.put(open.target(), open.release());
    } else {
      next.remove(open.target());
    }
    return new Memory(live, next, null, new Ended(open.deployment(), outcome, open.why()));
  }

  Memory repointed(Colour live) {
    return new Memory(live, releases, null, last);
  }
}
