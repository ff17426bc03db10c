package jigi.operate.incident;

import java.time.Instant;
import java.util.Map;
import jigi.base.journal.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event of an incident's timeline; its text is {@code event.<kind>} of the message catalogue.
 *
 * @param event id of the journal's event
 */
public record TimelineEntry(
    String event,
    Instant at,
    long seq,
    String kind,
    @Nullable String component,
    String actor,
    @Nullable String run,
    Map<String, String> args)
    implements Comparable<TimelineEntry> {
  public TimelineEntry {
    args = Map.copyOf(args);
  }

  static TimelineEntry of(Event event) {
    return new TimelineEntry(
        event.id(),
        event.at(),
        event.seq(),
        event.what().kind().name(),
        event.what().component(),
        event.what().actor(),
        event.what().links().run(),
        event.what().args());
  }

  @Override
  public int compareTo(TimelineEntry other) {
    int byTime = at.compareTo(other.at);
    return byTime != 0 ? byTime : Long.compare(seq, other.seq);
  }
}
