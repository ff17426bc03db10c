package jigi.operate.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Timer;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import jigi.operate.notify.oncall.OnCallSchedule;
import jigi.operate.notify.oncall.Shift;
import org.jspecify.annotations.Nullable;

/**
 * Notices that somebody else is on call, and tells both. Who was on call is in the store, so that a
 * hand-over within a downtime is told afterwards, and none is told twice.
 */
final class HandOvers {
  /** A schedule without changes within this time is looked at again then. */
  private static final Duration AHEAD = Duration.ofDays(31);

  private final NotifyEngine.Surroundings around;
  private final Directory directory;
  private final OnCalls onCalls;
  private final Outbox outbox;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  HandOvers(NotifyEngine.Surroundings around, Directory directory, OnCalls onCalls, Outbox outbox) {
    this.around = around;
    this.directory = directory;
    this.onCalls = onCalls;
    this.outbox = outbox;
  }

  /** Looks at the schedules of a system, now and at the next hand-over of each. */
  void look(String system) {
    onCalls.schedules(system).forEach(schedule -> look(system, schedule));
  }

  private void look(String system, OnCallSchedule schedule) {
    Instant now = around.timeline().instant();
    List<Shift> ahead = onCalls.shifts(system, schedule, now, now.plus(AHEAD));
    Shift current = ahead.getFirst();
    Instant next =
        ahead.stream()
            .filter(shift -> !Objects.equals(shift.person(), current.person()))
            .map(Shift::from)
            .findFirst()
            .orElse(null);
    Instant looked = next == null ? now.plus(AHEAD) : next;
    around.store().change(tx -> note(tx, system, schedule, current.person(), now, next));
    Timer due =
        around
            .timeline()
            .at(
                looked,
                "hand-over " + system + "/" + schedule.name(),
                () -> again(system, schedule));
    Timer waiting = timers.put(system + "/" + schedule.name(), due);
    if (waiting != null) {
      waiting.cancel();
    }
  }

  /** The manual may have another schedule of this name by then, or none. */
  private void again(String system, OnCallSchedule before) {
    onCalls.schedules(system).stream()
        .filter(schedule -> schedule.name().equals(before.name()))
        .forEach(schedule -> look(system, schedule));
  }

  private void note(
      Tx tx,
      String system,
      OnCallSchedule schedule,
      @Nullable String person,
      Instant now,
      @Nullable Instant until) {
    OnCallRepository.Duty before = OnCallRepository.duty(tx.handle(), system, schedule.name());
    String next = person == null ? "" : person;
    if (before != null && before.person().equals(next)
        || !OnCallRepository.take(
            tx.handle(), system, schedule.name(), before, new OnCallRepository.Duty(next, now))
        || before == null) {
      return;
    }
    Map<String, String> args = new TreeMap<>();
    args.put("schedule", schedule.name());
    args.put("title", schedule.title());
    args.put("from-person", title(system, before.person()));
    args.put("to-person", title(system, next));
    if (until != null) {
      args.put("next-hand-over", until.toString());
    }
    EventKind kind = kind(before.person(), next);
    around.journal().append(tx, EventDraft.of(kind).system(system).withAll(args));
    tell(tx, system, schedule, List.of(before.person(), next), args);
  }

  private static EventKind kind(String before, String next) {
    if (next.isEmpty()) {
      return NotifyEvents.NOBODY_ON_CALL;
    }
    return before.isEmpty() ? NotifyEvents.ON_CALL_AGAIN : NotifyEvents.HANDED_OVER;
  }

  private void tell(
      Tx tx, String system, OnCallSchedule schedule, List<String> both, Map<String, String> args) {
    List<String> people = new ArrayList<>(both);
    people.removeIf(String::isEmpty);
    outbox.send(
        tx,
        system,
        Delivery.Kind.HANDOVER,
        "on-call:" + schedule.name(),
        people,
        channels(system, schedule),
        new LinkedHashMap<>(args));
  }

  private List<String> channels(String system, OnCallSchedule schedule) {
    NotifySettings known = Objects.requireNonNull(directory.settings(system));
    Route route = known.routes().get(Severity.CRITICAL);
    if (!schedule.by().isEmpty()) {
      return schedule.by();
    }
    return route == null ? known.channels().keySet().stream().sorted().toList() : route.by();
  }

  private String title(String system, String person) {
    NotifySettings known = Objects.requireNonNull(directory.settings(system));
    Person named = known.people().get(person);
    return named == null ? person : named.title();
  }
}
