package jigi.present.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import jigi.base.journal.Event;
import jigi.base.journal.EventKind;
import jigi.base.journal.EventQuery;
import jigi.base.journal.Journal;
import jigi.base.manual.ManualEvents;
import jigi.base.run.RunEvents;
import jigi.base.schedule.Scheduled;
import jigi.base.schedule.Scheduler;
import jigi.detect.alert.AlertEvents;
import jigi.detect.metric.Unit;
import jigi.operate.backup.BackupEvents;
import jigi.operate.checklist.ChecklistEvents;
import jigi.operate.deploy.DeployEvents;
import jigi.operate.incident.IncidentEvents;
import jigi.present.report.Report.Line;
import org.jspecify.annotations.Nullable;

/** The chapters that come of what was recorded: events, and what recurs. */
final class Counting {
  private static final int PAGE = 1000;

  /** More names of one line are not read by anybody. */
  private static final int NAMED = 10;

  /**
   * Events that are counted.
   *
   * @param key of the line
   * @param which those of the kind that are meant
   * @param name what one of them is called
   */
  private record Counted(
      String key, String kind, Predicate<Event> which, Function<Event, String> name) {}

  private static final Map<Chapter, List<Counted>> COUNTED =
      Map.of(
          Chapter.ALERTS,
          List.of(firing("critical"), firing("warning"), firing("info")),
          Chapter.INCIDENTS,
          List.of(
              all("opened", IncidentEvents.OPENED, e -> arg(e, "name") + " " + arg(e, "title")),
              all("breached", IncidentEvents.BREACHED, e -> arg(e, "name"))),
          Chapter.DEPLOYMENTS,
          List.of(
              all(
                  "deployed",
                  DeployEvents.DEPLOYED,
                  e -> arg(e, "title") + " " + arg(e, "version")),
              all("rolled-back", DeployEvents.ROLLED_BACK, Counting::title),
              all("halted", DeployEvents.HALTED, Counting::title)),
          Chapter.BACKUPS,
          List.of(
              all("good", BackupEvents.GOOD, Counting::unnamed),
              all("failed", BackupEvents.FAILED, Counting::title),
              all("damaged", BackupEvents.DAMAGED, Counting::title),
              all("drill-passed", BackupEvents.DRILL_PASSED, Counting::title),
              all("drill-failed", BackupEvents.DRILL_FAILED, Counting::title)),
          Chapter.CHECKLISTS,
          List.of(
              with(
                  "fine", ChecklistEvents.ENDED, "status", Set.of("ok", "warn"), Counting::unnamed),
              with(
                  "amiss",
                  ChecklistEvents.ENDED,
                  "status",
                  Set.of("fail", "unknown"),
                  Counting::title),
              all("signed", ChecklistEvents.SIGNED, Counting::unnamed),
              all("overdue", ChecklistEvents.OVERDUE, Counting::title)),
          Chapter.WORK,
          List.of(
              with(
                  "succeeded", RunEvents.FINISHED, "state", Set.of("succeeded"), Counting::unnamed),
              with("failed", RunEvents.FINISHED, "state", Set.of("failed"), Counting::title),
              with(
                  "unverified", RunEvents.FINISHED, "state", Set.of("unverified"), Counting::title),
              with(
                  "cancelled", RunEvents.FINISHED, "state", Set.of("cancelled"), Counting::title)));

  private final Journal journal;
  private final Scheduler scheduler;

  Counting(Journal journal, Scheduler scheduler) {
    this.journal = journal;
    this.scheduler = scheduler;
  }

  private static Counted firing(String severity) {
    return with(severity, AlertEvents.FIRING, "severity", Set.of(severity), e -> arg(e, "alert"));
  }

  private static Counted all(String key, EventKind kind, Function<Event, String> name) {
    return new Counted(key, kind.name(), event -> true, name);
  }

  private static Counted with(
      String key,
      EventKind kind,
      String argument,
      Set<String> values,
      Function<Event, String> name) {
    return new Counted(key, kind.name(), event -> values.contains(arg(event, argument)), name);
  }

  /** What is counted only. */
  private static String unnamed(Event event) {
    return "";
  }

  private static String title(Event event) {
    return arg(event, "title");
  }

  private static String arg(Event event, String name) {
    return event.what().args().getOrDefault(name, "");
  }

  /** When the first manual of the system was taken into force; null for never. */
  @Nullable Instant since(String system) {
    EventQuery query =
        new EventQuery(system, null, null, null, null, PAGE)
            .ofKinds(Set.of(ManualEvents.ACTIVATED.name()));
    List<Event> all = events(query, Instant.MIN);
    return all.isEmpty() ? null : all.getLast().at();
  }

  /** Newest first, from an instant on. */
  private List<Event> events(EventQuery query, Instant from) {
    List<Event> all = new ArrayList<>();
    List<Event> page = journal.find(query);
    while (!page.isEmpty()) {
      for (Event event : page) {
        if (event.at().isBefore(from)) {
          return all;
        }
        all.add(event);
      }
      page = page.size() < PAGE ? List.of() : journal.older(query, page.getLast());
    }
    return all;
  }

  /**
   * The lines of a chapter.
   *
   * @param since when the record begins; null where there is none
   */
  List<Line> of(Chapter chapter, String system, Measuring.Moment moment, @Nullable Instant since) {
    boolean recorded = since != null && since.isBefore(moment.until());
    boolean comparable = since != null && !since.isAfter(moment.previous().period().from());
    List<Counted> counted = COUNTED.getOrDefault(chapter, List.of());
    Set<String> kinds = new TreeSet<>();
    counted.forEach(each -> kinds.add(each.kind()));
    if (chapter == Chapter.INCIDENTS) {
      kinds.addAll(
          Set.of(
              IncidentEvents.ACKNOWLEDGED.name(),
              IncidentEvents.RESOLVED.name(),
              IncidentEvents.CLOSED.name()));
    }
    Instant middle = moment.period().from();
    List<Event> both =
        events(
            new EventQuery(system, null, null, null, moment.until(), PAGE).ofKinds(kinds),
            moment.previous().period().from());
    List<Event> within =
        both.stream().filter(e -> !e.at().isBefore(middle)).filter(Counting::isWork).toList();
    List<Event> earlier =
        both.stream().filter(e -> e.at().isBefore(middle)).filter(Counting::isWork).toList();
    List<Event> now = recorded ? within : null;
    List<Event> before = comparable ? earlier : null;
    List<Line> lines = new ArrayList<>();
    for (Counted each : counted) {
      lines.add(line(each, now, before));
    }
    if (chapter == Chapter.INCIDENTS) {
      Set<String> acknowledged = Set.of(IncidentEvents.ACKNOWLEDGED.name());
      Set<String> over = Set.of(IncidentEvents.RESOLVED.name(), IncidentEvents.CLOSED.name());
      lines.add(took("acknowledged", acknowledged, now, before));
      lines.add(took("repaired", over, now, before));
    }
    if (chapter == Chapter.WORK) {
      lines.add(missed(system, moment, recorded, comparable));
    }
    return lines;
  }

  /** Messages are sent by runs of their own, which are nobody's work. */
  private static boolean isWork(Event event) {
    return !arg(event, "lane").equals("delivery");
  }

  private static Line line(
      Counted counted, @Nullable List<Event> now, @Nullable List<Event> before) {
    List<Event> meant = now == null ? List.of() : meant(counted, now);
    return new Line(
        counted.key(),
        "",
        Unit.COUNT,
        now == null ? null : Double.valueOf(meant.size()),
        before == null ? null : Double.valueOf(meant(counted, before).size()),
        names(meant.stream().map(counted.name()).toList()));
  }

  private static List<Event> meant(Counted counted, List<Event> events) {
    return events.stream()
        .filter(event -> event.what().kind().name().equals(counted.kind()))
        .filter(counted.which())
        .toList();
  }

  /** {@code HighMemory × 3}, the most frequent first. */
  private static List<String> names(List<String> all) {
    Map<String, Integer> times = new TreeMap<>();
    all.stream()
        .filter(name -> !name.isBlank())
        .forEach(name -> times.merge(name, 1, Integer::sum));
    return times.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(NAMED)
        .map(entry -> entry.getKey() + (entry.getValue() > 1 ? " × " + entry.getValue() : ""))
        .toList();
  }

  /** Mean time from the opening to the first of such events, of those opened within the events. */
  private static Line took(
      String key, Set<String> ends, @Nullable List<Event> now, @Nullable List<Event> before) {
    return new Line(
        key,
        "",
        Unit.SECONDS,
        now == null ? null : mean(now, ends),
        before == null ? null : mean(before, ends),
        List.of());
  }

  private static @Nullable Double mean(List<Event> newestFirst, Set<String> ends) {
    Map<String, Instant> opened = new HashMap<>();
    Map<String, Duration> took = new LinkedHashMap<>();
    for (Event event : newestFirst.reversed()) {
      String incident = String.valueOf(event.what().links().incident());
      String kind = event.what().kind().name();
      Instant since = opened.get(incident);
      if (kind.equals(IncidentEvents.OPENED.name())) {
        opened.put(incident, event.at());
      } else if (since != null && ends.contains(kind)) {
        took.putIfAbsent(incident, Duration.between(since, event.at()));
      }
    }
    return took.isEmpty()
        ? null
        : took.values().stream().mapToDouble(d -> d.toMillis() / 1000.0).average().orElseThrow();
  }

  /** What was due and never done: nothing was there to do it, or it could not be. */
  private Line missed(
      String system, Measuring.Moment moment, boolean recorded, boolean comparable) {
    Period previous = moment.previous().period();
    List<String> now = missed(system, moment.period().from(), moment.until());
    return new Line(
        "missed",
        "",
        Unit.COUNT,
        recorded ? Double.valueOf(now.size()) : null,
        comparable ? Double.valueOf(missed(system, previous.from(), previous.to()).size()) : null,
        names(now));
  }

  private List<String> missed(String system, Instant from, Instant to) {
    Map<String, String> titles = new HashMap<>();
    for (Scheduled item : scheduler.items()) {
      if (item.system().equals(system)) {
        titles.put(item.key(), item.title());
      }
    }
    return scheduler.past(from, to).stream()
        .filter(firing -> firing.system().equals(system))
        .filter(
            firing ->
                switch (firing.outcome()) {
                  case MISSED, OVERLAP, FAILED -> true;
                  case STARTED, LATE -> false;
                })
        .map(firing -> titles.getOrDefault(firing.key(), firing.key()))
        .toList();
  }
}
