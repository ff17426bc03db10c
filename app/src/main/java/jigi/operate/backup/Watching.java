package jigi.operate.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jigi.base.kernel.Timer;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the sources of watched plans, and has those backed up that are not as their newest good
 * backup found them. It remembers nothing: what changed while Jigi was dead is found, too.
 */
final class Watching implements AutoCloseable {
  /** After a backup that failed, on Jigi's time. */
  private static final Duration AGAIN = Duration.ofMinutes(15);

  private static final int RECENT = 60;

  private final Workshop shop;
  private final Map<String, Timer> timers = new HashMap<>();
  private final Map<String, Instant> same = new HashMap<>();
  private List<Plan> plans = List.of();
  private @Nullable Consumer<Plan> begin;

  Watching(Workshop shop) {
    this.shop = shop;
  }

  synchronized void activate(List<Plan> next) {
    timers.values().forEach(Timer::cancel);
    timers.clear();
    plans = next.stream().filter(plan -> plan.routine().watch() != null).toList();
    if (begin != null) {
      plans.forEach(plan -> arm(plan, Duration.ZERO));
    }
  }

  /**
   * Looks from now on.
   *
   * @param changed begins a backup
   */
  synchronized void open(Consumer<Plan> changed) {
    begin = changed;
    plans.forEach(plan -> arm(plan, Duration.ZERO));
  }

  private void arm(Plan plan, Duration delay) {
    Timer next = shop.around().timeline().after(delay, "watch " + plan.key(), () -> look(plan));
    Timer before = timers.put(plan.key(), next);
    if (before != null) {
      before.cancel();
    }
  }

  private void look(Plan plan) {
    Consumer<Plan> changed;
    synchronized (this) {
      changed = begin;
    }
    try {
      if (changed != null && isChanged(plan)) {
        changed.accept(plan);
      }
    } finally {
      again(plan);
    }
  }

  private synchronized void again(Plan plan) {
    Duration every = plan.routine().watch();
    if (begin != null && every != null && plans.contains(plan)) {
      arm(plan, every);
    }
  }

  private boolean isChanged(Plan plan) {
    Instant now = shop.now();
    List<Backup> recent =
        shop.around()
            .store()
            .read(handle -> shop.catalogue().list(handle, plan.system(), plan.name(), RECENT));
    if (!recent.isEmpty() && isTooEarly(recent.getFirst(), now)) {
      return false;
    }
    Backup good = recent.stream().filter(Backup::isGood).findFirst().orElse(null);
    if (good != null && isAsIn(good, plan)) {
      synchronized (this) {
        same.put(plan.key(), now);
      }
      return false;
    }
    return true;
  }

  private static boolean isTooEarly(Backup newest, Instant now) {
    return switch (newest.state()) {
      case RUNNING, STORED -> true;
      case FAILED -> newest.at().started().isAfter(now.minus(AGAIN));
      case GOOD -> false;
    };
  }

  /** A source that cannot be looked at is backed up, which tells why it cannot. */
  private boolean isAsIn(Backup good, Plan plan) {
    Contents then =
        shop.around().store().read(handle -> shop.catalogue().contents(handle, good.id()));
    try {
      String now = plan.source().state();
      return then != null && now != null && now.equals(then.about().get(Contents.STATE));
    } catch (BackupException e) {
      return false;
    }
  }

  /** When the source was last seen to be as its newest good backup; null when it never was. */
  synchronized @Nullable Instant same(Plan plan) {
    return same.get(plan.key());
  }

  @Override
  public synchronized void close() {
    begin = null;
    timers.values().forEach(Timer::cancel);
    timers.clear();
  }
}
