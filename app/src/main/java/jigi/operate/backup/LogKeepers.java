package jigi.operate.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.connect.Connection;
import jigi.base.connect.Connections;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Timeline;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Continuous;
import org.jspecify.annotations.Nullable;

/** The logs of all continuous plans, looked after every few seconds of real time. */
final class LogKeepers implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Workshop shop;
  private final Path spools;
  private volatile Map<String, LogKeeper> keepers = Map.of();
  private @Nullable Timeline real;

  LogKeepers(Workshop shop, Path spools) {
    this.shop = shop;
    this.spools = spools;
  }

  /**
   * A plan that stays as it is, and whose server stays where it is, keeps its keeper; one that is
   * gone receives nothing more.
   */
  synchronized void activate(List<Plan> plans) throws InterruptedException {
    Map<String, LogKeeper> next = new HashMap<>();
    for (Plan plan : plans) {
      if (plan.source() instanceof Continuous continuous) {
        LogKeeper.Kept kept = new LogKeeper.Kept(plan, continuous, way(plan));
        LogKeeper before = keepers.get(plan.key());
        boolean same = before != null && before.kept().equals(kept);
        next.put(
            plan.key(), same && before != null ? before : new LogKeeper(shop, kept, spool(plan)));
      }
    }
    for (Map.Entry<String, LogKeeper> old : keepers.entrySet()) {
      if (next.get(old.getKey()) != old.getValue()) {
        old.getValue().stop();
      }
    }
    keepers = Map.copyOf(next);
  }

  /** Identifies the server of a plan: its address and login, and the host that leads there. */
  private String way(Plan plan) {
    Connections connections = shop.around().connections();
    String name = plan.source().at();
    String on = connections.named().find(plan.system(), name, Connection.class).on();
    List<String> hosts = on == null ? List.of() : List.of(on);
    return connections.targets(plan.system(), hosts, List.of(name));
  }

  private Path spool(Plan plan) {
    return spools.resolve(Hash.of(plan.key()).substring(0, 16));
  }

  @Nullable LogKeeper find(Plan plan) {
    return keepers.get(plan.key());
  }

  /**
   * @throws BackupException {@code plan-gone}
   */
  LogKeeper get(Plan plan) throws BackupException {
    LogKeeper keeper = find(plan);
    if (keeper == null) {
      throw new BackupException("plan-gone", "nobody keeps the log of '" + plan.name() + "'");
    }
    return keeper;
  }

  /** A rehearsal's time may jump over days: servers and their logs stay in the real one. */
  synchronized void open() {
    if (real == null) {
      Timeline timeline = Timeline.real();
      real = timeline;
      timeline.after(Duration.ZERO, "logs", () -> turn(timeline));
      if (shop.around().timeline().isRehearsal()) {
        rehearse();
      }
    }
  }

  /** What is due by Jigi's time is done when that is moved. */
  private synchronized void rehearse() {
    if (real == null) {
      return;
    }
    Duration every =
        keepers.values().stream().map(LogKeeper::every).min(Duration::compareTo).orElse(LONGEST);
    shop.around().timeline().after(every, "logs", this::rehearsed);
  }

  private void rehearsed() {
    try {
      all();
    } finally {
      rehearse();
    }
  }

  /** What is due with any log now. */
  void all() {
    try {
      for (LogKeeper keeper : keepers.values()) {
        keeper.tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each by itself: a server that hangs, or a store that is slow, holds up nobody else's log. */
  private void turn(Timeline timeline) {
    for (LogKeeper keeper : keepers.values()) {
      timeline.after(Duration.ZERO, "log", keeper::tickUnlessBusy);
    }
    timeline.after(EVERY, "logs", () -> turn(timeline));
  }

  /** Who receives without Jigi goes on receiving. */
  @Override
  public synchronized void close() {
    Timeline timeline = real;
    if (timeline != null) {
      timeline.close();
      real = null;
    }
    try {
      for (LogKeeper keeper : keepers.values()) {
        keeper.rest();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
