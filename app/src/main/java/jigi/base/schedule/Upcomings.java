package jigi.base.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import jigi.base.schedule.Scheduler.Upcoming;

/** Looks ahead. */
public final class Upcomings {
  private static final Comparator<Upcoming> ORDER =
      Comparator.comparing(Upcoming::at)
          .thenComparing(one -> one.item().system())
          .thenComparing(one -> one.item().key());

  private Upcomings() {}

  /**
   * Two items of a system that get into each other's way.
   *
   * @param at when the second begins for the first time while the first is expected to run
   */
  public record Collision(Scheduled first, Scheduled second, Instant at) {}

  static List<Upcoming> between(List<Scheduled> items, Instant from, Instant until, int limit) {
    PriorityQueue<Upcoming> queue = new PriorityQueue<>(ORDER);
    items.forEach(item -> add(queue, item, from));
    List<Upcoming> all = new ArrayList<>();
    while (!queue.isEmpty() && all.size() < limit && !queue.peek().at().isAfter(until)) {
      Upcoming next = queue.remove();
      all.add(next);
      add(queue, next.item(), next.at());
    }
    return all;
  }

  private static void add(PriorityQueue<Upcoming> queue, Scheduled item, Instant after) {
    Instant due = item.schedule().next(after, item.calendar());
    if (due != null) {
      queue.add(new Upcoming(item, due));
    }
  }

  /**
   * Which items of one system begin while another one is expected to run, each pair once, the first
   * time that it happens.
   *
   * @param upcoming in the order of time
   */
  public static List<Collision> collisions(List<Upcoming> upcoming) {
    List<Collision> all = new ArrayList<>();
    List<Upcoming> running = new ArrayList<>();
    for (Upcoming next : upcoming) {
      running.removeIf(one -> !one.at().plus(one.item().takes()).isAfter(next.at()));
      for (Upcoming one : running) {
        boolean meet =
            one.item().system().equals(next.item().system())
                && !one.item().key().equals(next.item().key());
        if (meet && all.stream().noneMatch(known -> same(known, one, next))) {
          all.add(new Collision(one.item(), next.item(), next.at()));
        }
      }
      running.add(next);
    }
    return all;
  }

  private static boolean same(Collision known, Upcoming one, Upcoming other) {
    return (known.first().equals(one.item()) && known.second().equals(other.item()))
        || (known.first().equals(other.item()) && known.second().equals(one.item()));
  }
}
