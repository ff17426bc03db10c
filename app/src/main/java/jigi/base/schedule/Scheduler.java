package jigi.base.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does everything that recurs, each occurrence once: that it was answered and what came of it are
 * one transaction. One timer waits for the next of them all. What was due while nothing was there
 * to do it is done once, late, and is said to be.
 */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final CrashPoint BEFORE = CrashPoint.named("schedule.before-firing");
  private static final CrashPoint AFTER = CrashPoint.named("schedule.after-firing");
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  /** More than these are counted, not listed. */
  private static final int MISSED_LISTED = 100;

  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final ScheduleRepository repository = new ScheduleRepository();
  private final Map<String, ScheduleHandler> handlers = new HashMap<>();
  private final Map<String, List<Scheduled>> offered = new TreeMap<>();
  private PriorityQueue<Waiting> queue = new PriorityQueue<>();
  private @Nullable Timer timer;
  private boolean open;

  /**
   * @param last up to when it has been answered
   * @param due the first occasion after that
   */
  private record Waiting(Scheduled item, Instant last, Instant due) implements Comparable<Waiting> {
    private static final Comparator<Waiting> ORDER =
        Comparator.comparing(Waiting::due)
            .thenComparing(one -> one.item().system())
            .thenComparing(one -> one.item().key());

    @Override
    public int compareTo(Waiting other) {
      return ORDER.compare(this, other);
    }
  }

  public Scheduler(Store store, Journal journal, Timeline timeline) {
    this.store = store;
    this.journal = journal;
    this.timeline = timeline;
  }

  /**
   * Names who does what is due.
   *
   * @param kind the part of the items' keys before the slash
   */
  public synchronized void handle(String kind, ScheduleHandler handler) {
    handlers.put(kind, handler);
  }

  /** Replaces the items of a kind; one whose schedule is new or changed begins now. */
  public synchronized void activate(String kind, Collection<Scheduled> items) {
    offered.put(kind, List.copyOf(items));
    if (open) {
      rebuild();
    }
  }

  /** Begins to answer, with what is overdue first. */
  public synchronized void open() {
    open = true;
    rebuild();
  }

  private void rebuild() {
    Instant now = timeline.instant();
    List<Scheduled> items = items();
    Map<String, ScheduleRepository.Answered> known = store.read(repository::all);
    List<Scheduled> fresh = items.stream().filter(item -> !same(known, item)).toList();
    store.change(tx -> repository.begin(tx.handle(), fresh, now));
    PriorityQueue<Waiting> next = new PriorityQueue<>();
    for (Scheduled item : items) {
      ScheduleRepository.Answered answered = known.get(id(item));
      Instant last = answered != null && same(known, item) ? answered.last() : micros(now);
      Instant due = item.schedule().next(last, item.calendar());
      if (due != null) {
        next.add(new Waiting(item, last, due));
      }
    }
    queue = next;
    arm();
  }

  /** As the database keeps it. */
  private static Instant micros(Instant instant) {
    return jigi.base.kernel.Ids.instant(jigi.base.kernel.Ids.micros(instant));
  }

  private static boolean same(Map<String, ScheduleRepository.Answered> known, Scheduled item) {
    ScheduleRepository.Answered answered = known.get(id(item));
    return answered != null && answered.schedule().equals(item.schedule().text());
  }

  private static String id(Scheduled item) {
    return item.system() + " " + item.key();
  }

  private void arm() {
    if (timer != null) {
      timer.cancel();
    }
    Waiting first = queue.peek();
    timer = first == null || !open ? null : timeline.at(first.due(), "schedule", this::fireDue);
  }

  private synchronized void fireDue() {
    if (!open) {
      return;
    }
    Instant now = timeline.instant();
    List<Waiting> failed = new ArrayList<>();
    for (Waiting first = queue.peek();
        first != null && !first.due().isAfter(now);
        first = queue.peek()) {
      queue.remove();
      try {
        Waiting answered = fire(first, now);
        if (answered != null) {
          queue.add(answered);
        }
      } catch (RuntimeException e) {
        LOG.error("{} is due and could not be started; tried again", first.item().key(), e);
        failed.add(first);
      }
    }
    queue.addAll(failed);
    if (failed.isEmpty()) {
      arm();
    } else {
      timer = timeline.after(AFTER_TROUBLE, "schedule", this::fireDue);
    }
  }

  private @Nullable Waiting fire(Waiting waiting, Instant now) {
    Scheduled item = waiting.item();
    List<Instant> due = new ArrayList<>();
    Instant last = waiting.due();
    int passed = 0;
    for (Instant at = waiting.due(); at != null && !at.isAfter(now); at = next(item, at)) {
      if (due.size() < MISSED_LISTED) {
        due.add(at);
      }
      last = at;
      passed++;
    }
    Occurrence occurrence = new Occurrence(item, last, now, passed - 1);
    due.remove(last);
    BEFORE.pass();
    store.change(tx -> answer(tx, waiting, occurrence, due));
    AFTER.pass();
    Instant then = next(item, last);
    return then == null ? null : new Waiting(item, last, then);
  }

  private static @Nullable Instant next(Scheduled item, Instant after) {
    return item.schedule().next(after, item.calendar());
  }

  private void answer(Tx tx, Waiting waiting, Occurrence occurrence, List<Instant> missed) {
    Scheduled item = occurrence.item();
    if (!repository.advance(tx.handle(), item, waiting.last(), occurrence.due())) {
      return; // another node has
    }
    Instant now = occurrence.now();
    for (Instant one : missed) {
      repository.record(
          tx.handle(),
          new Firing(item.system(), item.key(), one, now, Firing.Outcome.MISSED, null));
    }
    ScheduleHandler handler = handlers.get(item.kind());
    if (handler == null) {
      throw new IllegalStateException("nobody does what is due: " + item.key());
    }
    switch (handler.due(tx, occurrence)) {
      case ScheduleHandler.Answer.Started started -> {
        boolean late = occurrence.late() || occurrence.missed() > 0;
        record(tx, occurrence, late ? Firing.Outcome.LATE : Firing.Outcome.STARTED, started.run());
        EventDraft event =
            event(late ? ScheduleEvents.LATE : ScheduleEvents.FIRED, occurrence).run(started.run());
        long minutes = Duration.between(occurrence.due(), now).toMinutes();
        journal.append(
            tx, late ? event.with("minutes", minutes).with("missed", occurrence.missed()) : event);
      }
      case ScheduleHandler.Answer.Overlaps overlaps -> {
        record(tx, occurrence, Firing.Outcome.OVERLAP, overlaps.run());
        journal.append(tx, event(ScheduleEvents.OVERLAP, occurrence).run(overlaps.run()));
      }
      case ScheduleHandler.Answer.Refused refused -> {
        record(tx, occurrence, Firing.Outcome.FAILED, null);
        journal.append(tx, event(ScheduleEvents.REFUSED, occurrence).with("why", refused.why()));
      }
    }
  }

  private void record(Tx tx, Occurrence occurrence, Firing.Outcome outcome, @Nullable String run) {
    Scheduled item = occurrence.item();
    repository.record(
        tx.handle(),
        new Firing(item.system(), item.key(), occurrence.due(), occurrence.now(), outcome, run));
  }

  private static EventDraft event(EventKind kind, Occurrence occurrence) {
    return EventDraft.of(kind)
        .system(occurrence.item().system())
        .with("item", occurrence.item().key())
        .with("title", occurrence.item().title())
        .with("due", occurrence.due());
  }

  /** Everything that recurs, by kind. */
  public synchronized List<Scheduled> items() {
    return offered.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Something that is due.
   *
   * @param item what
   * @param at when
   */
  public record Upcoming(Scheduled item, Instant at) {}

  /** The next occasion of each item until then, soonest first. */
  public synchronized List<Upcoming> next(Instant until) {
    return queue.stream()
        .filter(one -> !one.due().isAfter(until))
        .sorted()
        .map(one -> new Upcoming(one.item(), one.due()))
        .toList();
  }

  /** Every occasion after the first instant until the second, soonest first; at most so many. */
  public List<Upcoming> between(Instant from, Instant until, int limit) {
    return Upcomings.between(items(), from, until, limit);
  }

  /** What became of those due from the first instant (included) to the second (not included). */
  public List<Firing> past(Instant from, Instant to) {
    return store.read(handle -> repository.firings(handle, from, to));
  }

  /** Lets go; what falls due meanwhile is done late by the next start. */
  @Override
  public synchronized void close() {
    open = false;
    if (timer != null) {
      timer.cancel();
    }
  }
}
