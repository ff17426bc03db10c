package jigi.present.api.rooms;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.base.kernel.Timeline;
import jigi.base.run.Run;
import jigi.base.run.Runs;
import jigi.base.schedule.Firing;
import jigi.base.schedule.ScheduleExport;
import jigi.base.schedule.Scheduled;
import jigi.base.schedule.Scheduler;
import jigi.base.schedule.Upcomings;
import jigi.operate.checklist.Checklists;
import jigi.present.api.view.Agenda;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Now;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** What recurs: what is due, what was, and what gets into whose way. */
final class AgendaRoom implements Desk.Agendas {
  private static final Duration YEAR = Duration.ofDays(366);
  private static final Duration LOOKED_BACK = Duration.ofDays(62);
  private static final Duration LOOKED_AHEAD = Duration.ofDays(35);
  private static final int MOST = 5000;

  /** Times a day. */
  private static final int OFTEN = 5;

  private final Scheduler scheduler;
  private final Runs runs;
  private final Timeline timeline;
  private final Checklists checklists;

  AgendaRoom(Scheduler scheduler, Runs runs, Timeline timeline, Checklists checklists) {
    this.checklists = checklists;
    this.scheduler = scheduler;
    this.runs = runs;
    this.timeline = timeline;
  }

  /** The next things that are due, soonest first. */
  List<Now.Upcoming> next(Scope scope, int limit) {
    return scheduler.next(timeline.instant().plus(YEAR)).stream()
        .filter(one -> scope.sees(one.item().system()))
        .limit(limit)
        .map(
            one ->
                new Now.Upcoming(
                    one.at(), one.item().system(), one.item().title(), path(one.item())))
        .toList();
  }

  private static String path(Scheduled item) {
    return Agenda.path(item.kind(), item.system(), item.name());
  }

  @Override
  public List<Agenda.Item> list(Scope scope) {
    Map<String, Instant> next = new HashMap<>();
    Instant now = timeline.instant();
    scheduler.next(Instant.MAX).forEach(one -> next.put(id(one.item()), one.at()));
    Map<String, Firing> last = new HashMap<>();
    scheduler
        .past(now.minus(LOOKED_BACK), now.plusSeconds(1))
        .forEach(firing -> last.put(firing.system() + " " + firing.key(), firing));
    return seen(scope).stream()
        .map(
            item ->
                new Agenda.Item(
                    item.system(),
                    item.kind(),
                    item.name(),
                    item.title(),
                    item.schedule().text(),
                    next.get(id(item)),
                    past(item, last.get(id(item)))))
        .toList();
  }

  private List<Scheduled> seen(Scope scope) {
    return scheduler.items().stream().filter(item -> scope.sees(item.system())).toList();
  }

  private static String id(Scheduled item) {
    return item.system() + " " + item.key();
  }

  private Agenda.@Nullable Occasion past(Scheduled item, @Nullable Firing firing) {
    return firing == null ? null : past(item.kind(), item.name(), item.title(), firing);
  }

  private Agenda.Occasion past(String kind, String name, String title, Firing firing) {
    Run run = firing.run() == null ? null : runs.find(firing.run());
    return new Agenda.Occasion(
        firing.system(),
        kind,
        name,
        title,
        firing.due(),
        firing.outcome().key(),
        firing.run(),
        run == null ? null : run.state().key());
  }

  @Override
  public Agenda.Month month(Scope scope, YearMonth month, ZoneId zone) {
    LocalDate first = month.atDay(1).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate end = month.atEndOfMonth().with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
    Instant from = first.atStartOfDay(zone).toInstant();
    Instant until = end.plusDays(1).atStartOfDay(zone).toInstant();
    List<Agenda.Occasion> all = new ArrayList<>(ran(scope, from, until));
    List<Scheduler.Upcoming> coming = coming(scope, from, until);
    coming.forEach(one -> all.add(due(one)));
    all.addAll(dated(scope, from, until));
    all.sort(Comparator.comparing(Agenda.Occasion::at));
    Map<LocalDate, List<Agenda.Occasion>> byDay = new TreeMap<>();
    all.forEach(
        one ->
            byDay
                .computeIfAbsent(one.at().atZone(zone).toLocalDate(), day -> new ArrayList<>())
                .add(one));
    List<Agenda.Day> days = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(end); day = day.plusDays(1)) {
      days.add(
          new Agenda.Day(
              day, YearMonth.from(day).equals(month), byDay.getOrDefault(day, List.of())));
    }
    return new Agenda.Month(month, zone.getId(), days, collisions(coming), coming.size() >= MOST);
  }

  /** Items with dates of their own: done, still due, or late. */
  private List<Agenda.Occasion> dated(Scope scope, Instant from, Instant until) {
    Instant now = timeline.instant();
    return checklists.dated(from, until).stream()
        .filter(one -> scope.sees(one.sheet().system()))
        .map(
            one ->
                new Agenda.Occasion(
                    one.sheet().system(),
                    "checklist",
                    one.sheet().name(),
                    one.line().item().text(),
                    one.due(),
                    outcome(one, now),
                    one.sheet().run(),
                    null))
        .toList();
  }

  private static String outcome(Checklists.Dated one, Instant now) {
    boolean open = one.line().status() == null;
    return !open ? "started" : one.due().isAfter(now) ? "due" : "missed";
  }

  private List<Agenda.Occasion> ran(Scope scope, Instant from, Instant until) {
    Map<String, Scheduled> items = new HashMap<>();
    scheduler.items().forEach(item -> items.put(id(item), item));
    List<Agenda.Occasion> all = new ArrayList<>();
    for (Firing firing : scheduler.past(from, until)) {
      if (scope.sees(firing.system())) {
        Scheduled item = items.get(firing.system() + " " + firing.key());
        String[] key = firing.key().split("/", 2);
        all.add(past(key[0], key[1], item == null ? key[1] : item.title(), firing));
      }
    }
    return all;
  }

  private List<Scheduler.Upcoming> coming(Scope scope, Instant from, Instant until) {
    Instant now = timeline.instant();
    Instant begin = from.isAfter(now) ? from.minusMillis(1) : now;
    return scheduler.between(begin, until.minusMillis(1), MOST).stream()
        .filter(one -> scope.sees(one.item().system()))
        .toList();
  }

  private static Agenda.Occasion due(Scheduler.Upcoming one) {
    Scheduled item = one.item();
    return new Agenda.Occasion(
        item.system(), item.kind(), item.name(), item.title(), one.at(), "due", null, null);
  }

  @Override
  public List<Agenda.Collision> collisions(Scope scope) {
    Instant now = timeline.instant();
    return collisions(coming(scope, now, now.plus(LOOKED_AHEAD)));
  }

  private static List<Agenda.Collision> collisions(List<Scheduler.Upcoming> coming) {
    Map<String, Long> times =
        coming.stream()
            .collect(Collectors.groupingBy(one -> id(one.item()), Collectors.counting()));
    long days =
        coming.isEmpty()
            ? 1
            : 1 + Duration.between(coming.getFirst().at(), coming.getLast().at()).toDays();
    // What comes round every few hours meets everything, which nobody can plan away.
    List<Scheduler.Upcoming> acting =
        coming.stream().filter(one -> !one.item().kind().equals("report")).toList();
    return Upcomings.collisions(acting).stream()
        .filter(
            one ->
                Stream.of(one.first(), one.second())
                    .allMatch(item -> times.getOrDefault(id(item), 0L) <= OFTEN * days))
        .map(
            one ->
                new Agenda.Collision(
                    one.first().system(), one.first().title(), one.second().title(), one.at()))
        .toList();
  }

  @Override
  public String crontab(Scope scope) {
    return ScheduleExport.crontab(seen(scope));
  }

  @Override
  public Map<String, String> timers(Scope scope) {
    return ScheduleExport.systemd(seen(scope));
  }
}
