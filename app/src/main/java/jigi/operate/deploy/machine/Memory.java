package jigi.operate.deploy.machine;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known for certain of a deployment's world, and what is under way.
 *
 * @param active the colour that was last finalized; null when none ever was
 * @param releases what runs in each colour; none for a colour that is empty
 * @param change null when nothing is open
 * @param last null when none ever ended
 */
public record Memory(
    @Nullable Colour active,
    Map<Colour, Release> releases,
    @Nullable Change change,
    @Nullable Ended last) {
  public static final Memory EMPTY = new Memory(null, Map.of(), null, null);

  public Memory {
    releases = Map.copyOf(releases);
  }

  /** What was last deployed well; null when nothing ever was. */
  public @Nullable Release live() {
    return active == null ? null : releases.get(active);
  }

  /** What is or was started in a colour; null for nothing. */
  public @Nullable Release release(Colour colour) {
    Change open = change;
    if (open != null && open.target() == colour) {
      return open.release();
    }
    return releases.get(colour);
  }

  /** The colour that the gateway should point to; null while it is being moved or unknown. */
  public @Nullable Colour expected() {
    Change open = change;
    if (open == null) {
      return active;
    }
    return switch (open.stage()) {
      case STARTING, CHECKING, PREPARED, CLEARING, REMOVING -> active;
      case OBSERVING, SWITCHED, DRAINING, STOPPING -> open.target();
      case SWITCHING, RETURNING, REVERTING, REPOINTING -> null;
    };
  }

  Memory with(Change next) {
    return new Memory(active, releases, next, last);
  }

  /** The open deployment has ended, and that colour is the live one. */
  Memory ended(@Nullable Colour live, Ended.Outcome outcome) {
    Change open = java.util.Objects.requireNonNull(change);
    Map<Colour, Release> next = new EnumMap<>(Colour.class);
    next.putAll(releases);
    if (outcome == Ended.Outcome.DEPLOYED) {
      next.remove(open.target().other());
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
