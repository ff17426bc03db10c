package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.base.journal.Event;
import jigi.present.api.view.Strand;
import org.jspecify.annotations.Nullable;

/**
 * An incident's timeline as a person reads it: a run is one line with its outcome, a message is one
 * line with its recipients, a storm of alerts of one rule is one line with their number. What a
 * person did stands for itself, also within a run.
 */
final class Strands {
  /** So many alerts of one rule are told one by one; of more it is said how many they are. */
  private static final int STORM = 10;

  private static final Set<String> OF_ALERTS =
      Set.of("incident.attached", "alert.firing", "alert.resolved");

  private Strands() {}

  /**
   * @param newestFirst the timeline
   */
  static List<Strand> of(List<Event> newestFirst) {
    Map<String, List<Event>> lines = new LinkedHashMap<>();
    Map<String, Strand.Sort> sorts = new LinkedHashMap<>();
    Map<String, Long> alike =
        newestFirst.stream()
            .filter(Strands::isOfAlert)
            .collect(Collectors.groupingBy(Strands::rule, Collectors.counting()));
    for (Event event : newestFirst) {
      if (Recent.isDeliveryRun(event)) {
        continue;
      }
      boolean storm = isOfAlert(event) && alike.getOrDefault(rule(event), 0L) > STORM;
      Strand.Sort sort = storm ? Strand.Sort.ALERTS : sort(event);
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

  private static boolean isOfAlert(Event event) {
    return OF_ALERTS.contains(event.what().kind().name());
  }

  /** What happened to alerts of which rule. */
  private static String rule(Event event) {
    return event.what().kind().name() + " " + event.what().args().getOrDefault("alert", "");
  }

  private static @Nullable String run(Event event) {
    return event.what().links().run();
  }

  private static String key(Event event, Strand.Sort sort) {
    if (sort == Strand.Sort.ALERTS) {
      return rule(event);
    }
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
