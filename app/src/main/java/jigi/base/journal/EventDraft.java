package jigi.base.journal;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event that is about to be recorded. Immutable; every {@code with…} gives a copy.
 *
 * @param actor who caused it: {@code user:kim}, {@code token:ci}, {@code jigi}
 * @param cause id of the event that led to it
 * @param args the text's arguments; never a secret
 */
public record EventDraft(
    EventKind kind,
    @Nullable String system,
    @Nullable String component,
    String actor,
    Links links,
    Map<String, String> args) {

  /** What an event belongs to: ids of a cause (event), a run and an incident. */
  public record Links(@Nullable String cause, @Nullable String run, @Nullable String incident) {
    static final Links NONE = new Links(null, null, null);
  }

  public EventDraft {
    args = java.util.Collections.unmodifiableMap(new TreeMap<>(args));
  }

  /** An event of Jigi's own doing. */
  public static EventDraft of(EventKind kind) {
    return new EventDraft(kind, null, null, "jigi", Links.NONE, Map.of());
  }

  public EventDraft system(@Nullable String system) {
    return new EventDraft(kind, system, component, actor, links, args);
  }

  public EventDraft component(@Nullable String component) {
    return new EventDraft(kind, system, component, actor, links, args);
  }

  public EventDraft actor(String actor) {
    return new EventDraft(kind, system, component, actor, links, args);
  }

  public EventDraft cause(@Nullable String event) {
    return linked(new Links(event, links.run(), links.incident()));
  }

  public EventDraft run(@Nullable String run) {
    return linked(new Links(links.cause(), run, links.incident()));
  }

  public EventDraft incident(@Nullable String incident) {
    return linked(new Links(links.cause(), links.run(), incident));
  }

  /** Adds an argument. */
  public EventDraft with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(args);
    more.put(name, String.valueOf(value));
    return new EventDraft(kind, system, component, actor, links, more);
  }

  /** Adds arguments. */
  public EventDraft withAll(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(args);
    all.putAll(more);
    return new EventDraft(kind, system, component, actor, links, all);
  }

  private EventDraft linked(Links newLinks) {
    return new EventDraft(kind, system, component, actor, newLinks, args);
  }
}
