package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.Journal;
import jigi.present.api.view.Happening;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What of the journal a person wants to see at a glance. Everything else stays in the journal; a
 * probe that goes back and forth, and the deliveries of one occasion, become one line.
 */
final class Recent {
  /** Events of one group that are further apart are told apart. */
  private static final Duration APART = Duration.ofSeconds(90);

  private static final Set<String> TOLD =
      Set.of(
          "alert.firing",
          "alert.resolved",
          "alert.acknowledged",
          "alert.unknown",
          "incident.opened",
          "incident.reopened",
          "incident.acknowledged",
          "incident.breached",
          "incident.closed",
          "run.guarded",
          "run.approved",
          "run.declined",
          "run.finished",
          "run.switch-off",
          "run.switch-on",
          "run.observe-only",
          "runbook.suggested",
          "delivery.accepted",
          "delivery.failed",
          "delivery.dead",
          "manual.activated",
          "manual.refused",
          "probe.changed");

  private static final Set<String> ASKED =
      Stream.concat(TOLD.stream(), Stream.of("run.waiting"))
          .collect(Collectors.toUnmodifiableSet());

  /** How often to read on at most when much of what was read is not told. */
  private static final int READS = 4;

  private static final int READ = 60;

  private Recent() {}

  /** Reads no more of the journal than is told. */
  record Source(Journal journal) {
    /**
     * @param system null for all that the scope sees
     * @param component null for all
     */
    List<Happening> of(@Nullable String system, @Nullable String component, int most) {
      return of(system, component, Scope.all(), most);
    }

    List<Happening> of(@Nullable String system, @Nullable String component, Scope scope, int most) {
      EventQuery query =
          new EventQuery(system, null, null, null, null, READ)
              .ofComponent(component)
              .ofKinds(ASKED);
      List<Event> seen = new ArrayList<>();
      List<Event> page = journal.find(query);
      for (int i = 1; ; i++) {
        page.stream()
            .filter(event -> event.what().system() == null || scope.sees(event.what().system()))
            .forEach(seen::add);
        List<Happening> told = Recent.of(seen, most);
        if (told.size() == most || page.size() < READ || i == READS) {
          return told;
        }
        page = journal.older(query, page.getLast());
      }
    }
  }

  /** A run that only carries a notification: hidden unless deliveries are asked for. */
  static boolean isDeliveryRun(Event event) {
    return "delivery".equals(event.what().args().get("lane"));
  }

  /**
   * @param newestFirst the journal
   * @param most lines
   */
  static List<Happening> of(List<Event> newestFirst, int most) {
    List<Group> groups = new ArrayList<>();
    Map<String, Group> open = new HashMap<>();
    for (Event event : newestFirst) {
      if (!tells(event)) {
        continue;
      }
      String key = key(event);
      Group group = key == null ? null : open.get(key);
      if (group != null && group.reaches(event)) {
        group.add(event);
      } else {
        Group begun = new Group(event);
        groups.add(begun);
        if (key != null) {
          open.put(key, begun);
        }
      }
    }
    return groups.stream().limit(most).map(Group::told).toList();
  }

  private static boolean tells(Event event) {
    String kind = event.what().kind().name();
    if (isDeliveryRun(event)) {
      return false;
    }
    if (kind.equals("run.waiting")) {
      String reason = event.what().args().getOrDefault("reason", "");
      return !reason.equals("lock") && !reason.equals("time");
    }
    return TOLD.contains(kind);
  }

  /** What is told together; null for what stands alone. */
  private static @Nullable String key(Event event) {
    Map<String, String> args = event.what().args();
    String where = event.what().system() + "/" + event.what().component() + "/";
    return switch (event.what().kind().name()) {
      case "probe.changed" -> where + args.get("probe");
      case "delivery.accepted", "delivery.failed" ->
          event.what().system() + "/" + event.what().kind().name();
      default -> null;
    };
  }

  private static final class Group {
    private final Event latest;
    private final Set<String> names = new TreeSet<>();
    private Instant first;
    private int times = 1;

    Group(Event latest) {
      this.latest = latest;
      this.first = latest.at();
      name(latest);
    }

    boolean reaches(Event event) {
      return Duration.between(event.at(), first).compareTo(APART) <= 0;
    }

    void add(Event event) {
      times++;
      first = event.at();
      name(event);
    }

    private void name(Event event) {
      String channel = event.what().args().get("channel");
      if (channel != null) {
        names.add(channel);
      }
    }

    Happening told() {
      return new Happening(latest, times, first, times == 1 ? List.of() : List.copyOf(names));
    }
  }
}
