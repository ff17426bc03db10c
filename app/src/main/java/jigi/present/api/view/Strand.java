package jigi.present.api.view;

import java.util.List;
import jigi.base.journal.Event;

/**
 * One line of an incident's timeline: an event, or what belongs together told as one.
 *
 * @param head the event that tells how it stands
 * @param names the recipients of a message; empty for others
 * @param parts all events of it, newest first
 */
public record Strand(Sort sort, Event head, List<String> names, List<Event> parts) {
  /** What a line stands for. */
  public enum Sort {
    EVENT,
    RUN,
    MESSAGE,
    /** The same of many alerts of one rule. */
    ALERTS
  }

  public Strand {
    names = List.copyOf(names);
    parts = List.copyOf(parts);
  }

  /** An event that stands for itself. */
  public static Strand of(Event event) {
    return new Strand(Sort.EVENT, event, List.of(), List.of(event));
  }
}
