package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.journal.Event;
import jigi.present.api.view.Strand;
import org.jspecify.annotations.Nullable;

/**
 * An incident's timeline as a person reads it: a run is one line with its outcome, a message is one
 * line with its recipients. What a person did stands for itself, also within a run.
 */
final class Strands {
  private Strands() {}

  /**
   * @param newestFirst the timeline
   */
  static List<Strand> of(List<Event> newestFirst) {
    Map<String, List<Event>> lines = new LinkedHashMap<>();
    Map<String, Strand.Sort> sorts = new LinkedHashMap<>();
    for (Event event : newestFirst) {
      if (Recent.isDeliveryRun(event)) {
        continue;
      }
      Strand.Sort sort = sort(event);
      String key = sort == Strand.Sort.EVENT ? event.id() : key(event, sort);
      lines.computeIfAbsent(key, fresh -> new ArrayList<>()).add(event);
      sorts.put(key, sort);
    }
    List<Strand> strands = new ArrayList<>();
    lines.forEach((key, events) -> strands.add(strand(sorts.get(key), events)));
    return strands;
  }

  private static Strand.Sort sort(Event event) {
    String kind = event.what().kind().name();
    boolean person = event.what().actor().startsWith("user:");
    boolean started = kind.equals("run.queued") || kind.equals("run.started");
    if (kind.startsWith("run.") && run(event) != null && (!person || started)) {
      return Strand.Sort.RUN;
    }
    return kind.startsWith("delivery.") ? Strand.Sort.MESSAGE : Strand.Sort.EVENT;
  }

  private static @Nullable String run(Event event) {
    return event.what().links().run();
  }

  private static String key(Event event, Strand.Sort sort) {
    Map<String, String> args = event.what().args();
    return sort == Strand.Sort.RUN
        ? "run " + run(event)
        : event.what().kind().name()
            + " "
            + args.getOrDefault("kind", "")
            + " "
            + args.getOrDefault("alert-id", args.getOrDefault("alert", ""));
  }

  private static Strand strand(Strand.@Nullable Sort sort, List<Event> events) {
    if (sort == null || sort == Strand.Sort.EVENT) {
      return Strand.of(events.getFirst());
    }
    Set<String> names = new LinkedHashSet<>();
    for (Event event : events.reversed()) {
      Map<String, String> args = event.what().args();
      if (sort == Strand.Sort.MESSAGE) {
        names.add(args.getOrDefault("person", "") + " (" + args.getOrDefault("channel", "") + ")");
      }
    }
    return new Strand(sort, events.getFirst(), List.copyOf(names), events);
  }
}
