package jigi.operate.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import jigi.base.kernel.Json;
import jigi.detect.rule.Severity;
import jigi.metrics.model.Labels;
import jigi.operate.notify.routing.Grouping;
import jigi.operate.notify.routing.Rate;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that share their messages, from the first one that fires to the last one that ends.
 *
 * @param route key of the node of the tree
 * @param labels what all its alerts have in common
 * @param flap null while its alerts do not come and go
 */
record AlertGroup(
    String id,
    String system,
    String route,
    Map<String, String> labels,
    Clocks clocks,
    @Nullable Flap flap) {
  /**
   * @param flushAt when it is looked at next; null for not before something happens
   * @param flushedAt when it was looked at last
   * @param notifiedAt when a message was last sent
   */
  record Clocks(
      @Nullable Instant flushAt, @Nullable Instant flushedAt, @Nullable Instant notifiedAt) {}

  /**
   * Its alerts come and go.
   *
   * @param since the first of the times that were too many
   * @param times how often one of them fired since then
   * @param told whether people know of it
   * @param changed when one of them last fired or ended
   */
  record Flap(Instant since, long times, boolean told, Instant changed) {
    /** When it will be calm, if nothing more happens. */
    Instant calm(Rate rate) {
      return changed.plus(rate.within());
    }
  }

  /** The same at other times. */
  AlertGroup at(Clocks others) {
    return new AlertGroup(id, system, route, labels, others, flap);
  }

  AlertGroup {
    labels = Map.copyOf(labels);
  }

  /**
   * One alert of a group.
   *
   * @param told whether people were told that it fires
   * @param acknowledged whether somebody is at it
   * @param due before which they are not
   * @param ended null while it fires
   * @param args of its last event
   */
  record Member(
      String alert,
      String system,
      boolean told,
      boolean acknowledged,
      Instant due,
      @Nullable Instant ended,
      Map<String, String> args) {
    Member {
      args = Map.copyOf(args);
    }

    /** The same in a group that has not told of it yet. */
    Member untold(Instant ready) {
      return new Member(alert, system, false, acknowledged, ready, null, args);
    }

    boolean isFiring() {
      return ended == null;
    }

    Severity severity() {
      return Severity.ofLabel(args.get("severity"));
    }

    /** Those of the alert with its rule, its system, and the severity that Jigi reads from them. */
    Labels labels() {
      return AlertGroup.labels(system, args);
    }
  }

  /** The label under which a route finds Jigi's own severity, whatever an alert calls it. */
  static final String SEVERITY = "__severity__";

  static Labels labels(String system, Map<String, String> args) {
    Map<String, String> all = MessageWriter.map(args.get("labels"));
    all.put("alertname", args.getOrDefault("alert", ""));
    all.put("system", system);
    all.put(SEVERITY, Severity.ofLabel(args.get("severity")).key());
    all.putIfAbsent("severity", all.get(SEVERITY));
    return Labels.of(all);
  }

  /** What its messages share, and nobody else's of the system. */
  String key() {
    return route + ":" + labelsText();
  }

  String labelsText() {
    return Json.write(new java.util.TreeMap<>(labels));
  }

  /** The instant at which a change that comes now is told of. */
  Instant next(Grouping grouping, Instant now) {
    Instant last = clocks.flushedAt();
    Duration interval = grouping.pace().interval();
    if (last == null) {
      return clocks.flushAt() == null ? now.plus(grouping.pace().first()) : clocks.flushAt();
    }
    if (grouping.eager()) {
      Instant soon = now.plus(grouping.pace().first());
      return soon.isBefore(last.plus(interval)) ? last.plus(interval) : soon;
    }
    return tickAfter(last, interval, now);
  }

  /** The first of the ticks that begin at an instant that comes after another one. */
  static Instant tickAfter(Instant start, Duration interval, Instant after) {
    long passed = Math.max(0, Duration.between(start, after).toNanos() / interval.toNanos());
    return start.plus(interval.multipliedBy(passed + 1));
  }
}
