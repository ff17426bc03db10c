package jigi.base.journal;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events; null means any.
 *
 * @param kindPrefix {@code alert.} gives all of the room
 * @param before only events recorded before this instant
 * @param limit 1 to 1000
 * @param more what few ask for
 */
public record EventQuery(
    @Nullable String system,
    @Nullable String run,
    @Nullable String incident,
    @Nullable String kindPrefix,
    @Nullable Instant before,
    int limit,
    More more) {
  /**
   * Further conditions.
   *
   * @param component within the system
   * @param kinds exactly these; empty means any
   * @param text contained in an argument's value, in any case of ASCII letters
   */
  public record More(@Nullable String component, Set<String> kinds, @Nullable String text) {
    static final More NONE = new More(null, Set.of(), null);

    public More {
      kinds = Set.copyOf(kinds);
    }
  }

  public EventQuery(
      @Nullable String system,
      @Nullable String run,
      @Nullable String incident,
      @Nullable String kindPrefix,
      @Nullable Instant before,
      int limit) {
    this(system, run, incident, kindPrefix, before, limit, More.NONE);
  }

  public static EventQuery newest(int limit) {
    return new EventQuery(null, null, null, null, null, limit);
  }

  /** The same, of one component only. */
  public EventQuery ofComponent(@Nullable String component) {
    return with(new More(component, more.kinds(), more.text()));
  }

  /** The same, of these kinds only. */
  public EventQuery ofKinds(Set<String> kinds) {
    return with(new More(more.component(), kinds, more.text()));
  }

  /** The same, with a text in an argument's value. */
  public EventQuery containing(@Nullable String text) {
    return with(new More(more.component(), more.kinds(), text));
  }

  private EventQuery with(More other) {
    return new EventQuery(system, run, incident, kindPrefix, before, limit, other);
  }
}
