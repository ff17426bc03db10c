package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import jigi.base.journal.Event;

/**
 * One line of what happened: an event, or several of the same kind told as one.
 *
 * @param event the latest of them
 * @param times how many there were
 * @param from when the first of them was
 * @param names what they differ in, such as the channels of deliveries; empty for a single event
 */
public record Happening(Event event, int times, Instant from, List<String> names) {
  public Happening {
    names = List.copyOf(names);
  }

  /** An event that stands for itself. */
  public static Happening of(Event event) {
    return new Happening(event, 1, event.at(), List.of());
  }
}
