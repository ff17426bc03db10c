package jigi.operate.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.schedule.Recurrence;
import jigi.base.schedule.Schedule;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/** Reads out of the catalogue and the logs where plans stand. */
final class Standings {
  private static final int RECENT = 60;

  /** More of one day are not looked at. */
  private static final int DAYS_OF = 30;

  private final Workshop shop;
  private final LogKeepers logs;
  private final Watching watching;
  private final Map<String, Instant> known = new HashMap<>();

  Standings(Workshop shop, LogKeepers logs, Watching watching) {
    this.watching = watching;
    this.shop = shop;
    this.logs = logs;
  }

  /** A plan of which there is no backup yet was to be kept from now on. */
  void knows(Plan plan) {
    synchronized (known) {
      known.putIfAbsent(plan.key(), shop.now());
    }
  }

  /** Where one stands. */
  Standing of(Plan plan) {
    String system = plan.system();
    Store store = shop.around().store();
    List<Backup> recent = history(plan, RECENT);
    Map<String, Backup> good = new TreeMap<>();
    recent.stream()
        .filter(Backup::isGood)
        .forEach(backup -> good.putIfAbsent(backup.of().item(), backup));
    for (Backup.Of of : recent.stream().map(Backup::of).distinct().toList()) {
      Backup before = good.containsKey(of.item()) ? null : lastGood(of);
      if (before != null) {
        good.put(of.item(), before);
      }
    }
    Backup oldest = good.values().stream().min(Comparator.comparing(Standings::taken)).orElse(null);
    Backup newest =
        recent.stream()
            .filter(backup -> backup.state() == Backup.State.GOOD || backup.fault() != null)
            .findFirst()
            .orElse(null);
    Proof last = store.read(h -> shop.catalogue().last(h, system, plan.name(), false));
    Proof passed = store.read(h -> shop.catalogue().last(h, system, plan.name(), true));
    LogKeeper keeper = logs.find(plan);
    LogState log = keeper == null ? null : keeper.state();
    Instant restorable = oldest == null ? null : taken(oldest);
    if (log != null && log.restorable() != null) {
      restorable = log.restorable();
    }
    Instant same = watching.same(plan);
    if (restorable != null && same != null && restorable.isBefore(same)) {
      restorable = same;
    }
    Duration lost = restorable == null ? null : Duration.between(restorable, shop.now());
    return new Standing(
        plan, newest, oldest, last, passed, lost, overdue(plan, oldest, recent), recent, log);
  }

  /** However often it has failed since; null for never. */
  private @Nullable Backup lastGood(Backup.Of of) {
    return shop.around().store().read(handle -> shop.catalogue().good(handle, of, 1)).stream()
        .findFirst()
        .orElse(null);
  }

  private static Instant taken(Backup backup) {
    Instant taken = backup.at().taken();
    return taken == null ? backup.at().started() : taken;
  }

  /** The last time at which a backup was due that is not there although it had time enough. */
  private @Nullable Instant overdue(Plan plan, @Nullable Backup good, List<Backup> recent) {
    Recurrence recurrence = plan.recurrence();
    if (recurrence == null) {
      return null;
    }
    Instant since;
    if (good != null) {
      since = good.at().started();
    } else if (!recent.isEmpty()) {
      since = recent.getLast().at().started();
    } else {
      synchronized (known) {
        since = known.getOrDefault(plan.key(), shop.now());
      }
    }
    Duration grace = recurrence.takes().multipliedBy(2).plus(Duration.ofMinutes(10));
    return recurrence.schedule().latest(since, shop.now().minus(grace), calendar(plan, recurrence));
  }

  /** What there is of each of the last days, today last. */
  List<BackupDay> days(Plan plan, int days) {
    ZoneId zone = plan.calendar().zone();
    Recurrence recurrence = plan.recurrence();
    Instant now = shop.now();
    List<Backup> all = history(plan, DAYS_OF * days);
    // Before the first that is known nobody can tell what was to be made.
    Instant since = all.isEmpty() ? now : all.getLast().at().started();
    return BackupDay.of(
        all,
        date -> {
          Instant begin = date.atStartOfDay(zone).toInstant();
          Instant end = date.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
          return recurrence != null
              && begin.isAfter(since)
              && recurrence
                      .schedule()
                      .latest(
                          begin.minusMillis(1),
                          end.isBefore(now) ? end : now.minus(recurrence.takes()),
                          calendar(plan, recurrence))
                  != null;
        },
        zone,
        now,
        days);
  }

  static Schedule.Calendar calendar(Plan plan, Recurrence recurrence) {
    return new Schedule.Calendar(
        plan.calendar().zone(), plan.calendar().holidays(), recurrence.rule());
  }

  private List<Backup> history(Plan plan, int limit) {
    return shop.around()
        .store()
        .read(handle -> shop.catalogue().list(handle, plan.system(), plan.name(), limit));
  }
}
