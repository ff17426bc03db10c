package jigi.operate.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import jigi.base.config.Manual;
import jigi.base.config.SecretSources;
import jigi.base.connect.Connections;
import jigi.base.exec.Exec;
import jigi.base.journal.Event;
import jigi.base.journal.Following;
import jigi.base.journal.Journal;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.RunRequest;
import jigi.base.run.StepKind;
import jigi.base.run.Trigger;
import jigi.base.schedule.Occurrence;
import jigi.base.schedule.Recurrence;
import jigi.base.schedule.ScheduleHandler;
import jigi.base.schedule.Scheduled;
import jigi.base.schedule.Scheduler;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.operate.backup.retention.Verdict;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/** Backups: what the manuals plan, what there is, and the acts that people and schedules begin. */
public final class Backups implements AutoCloseable {
  private static final String SCHEDULED = "backup";
  private static final String DRILL = "drill";
  private static final String VERIFY = "verify";
  private final Workshop shop;
  private final LogKeepers logs;
  private final Watching watching;
  private final BackupSteps steps;
  private final BackupPart part;
  private final Standings standings;
  private final Restores restores;
  private final Holds holds;
  private volatile Map<String, Plan> plans = Map.of();

  /**
   * The rooms that this one stands on.
   *
   * @param key signs manifests; 32 bytes
   * @param data the data folder
   */
  public record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      Exec exec,
      Connections connections,
      SecretSources environment,
      Supplier<byte[]> key,
      Path data) {}

  public Backups(Surroundings around, BackupPart part) {
    this.part = part;
    this.shop =
        new Workshop(
            new Workshop.Surroundings(
                around.store(),
                around.journal(),
                around.timeline(),
                around.exec(),
                around.connections(),
                around.environment(),
                around.key(),
                around.data()));
    this.logs = new LogKeepers(shop, around.data().resolve("logs-received"));
    this.watching = new Watching(shop);
    this.standings = new Standings(shop, logs, watching);
    this.holds = new Holds(shop);
    this.restores = new Restores(shop);
    this.steps = new BackupSteps(shop, logs);
  }

  /** For the run engine. */
  public List<StepKind> kinds() {
    return steps.all();
  }

  public void activate(List<Manual> manuals, Scheduler scheduler) {
    Map<String, Workshop.Owned> owned = new HashMap<>();
    Map<String, Plan> next = new TreeMap<>();
    List<Scheduled> backups = new ArrayList<>();
    List<Scheduled> drills = new ArrayList<>();
    List<Scheduled> checks = new ArrayList<>();
    for (Manual manual : manuals) {
      for (Plan plan : manual.part(part).plans().values()) {
        owned.put(plan.key(), new Workshop.Owned(plan, manual.source().folder()));
        next.put(plan.key(), plan);
        add(plan, SCHEDULED, plan.recurrence(), backups);
        Plan.Drill drill = plan.drill();
        add(plan, DRILL, drill == null ? null : drill.recurrence(), drills);
        add(plan, VERIFY, plan.verify(), checks);
        standings.knows(plan);
      }
    }
    shop.plans(owned);
    plans = java.util.Collections.unmodifiableMap(next);
    scheduler.activate(SCHEDULED, backups);
    scheduler.activate(DRILL, drills);
    scheduler.activate(VERIFY, checks);
    watching.activate(List.copyOf(next.values()));
    try {
      logs.activate(List.copyOf(next.values()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void add(
      Plan plan, String kind, @Nullable Recurrence recurrence, List<Scheduled> into) {
    if (recurrence != null) {
      into.add(
          new Scheduled(
              plan.system(),
              kind + "/" + plan.name(),
              plan.title(),
              recurrence.schedule(),
              Standings.calendar(plan, recurrence),
              recurrence.takes()));
    }
  }

  /** Answers to schedules and to the ends of runs from now on; removes what a killed Jigi left. */
  public void open(RunEngine engine, Scheduler scheduler) {
    shop.awaited(system -> BackupRuns.awaited(engine, system));
    scheduler.handle(SCHEDULED, (tx, due) -> due(tx, due, engine, BackupRuns::backing));
    scheduler.handle(DRILL, (tx, due) -> due(tx, due, engine, BackupRuns::drilling));
    scheduler.handle(VERIFY, (tx, due) -> due(tx, due, engine, BackupRuns::verifying));
    shop.around()
        .journal()
        .follow(Following.of("backup", "run.finished").fromBeginning(), this::on);
    try {
      for (Plan plan : plans.values()) {
        // A drill or restore that goes on sweeps for itself, and must not be swept from under.
        if (engine.openDefinitions(plan.system()).isEmpty()) {
          plan.source().sweep(shop.tools(plan));
        }
      }
      logs.open();
      watching.open(plan -> changed(plan, engine));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its source is not as the newest backup found it. */
  private void changed(Plan plan, RunEngine engine) {
    RunDefinition definition = BackupRuns.backing(plan);
    shop.around()
        .store()
        .change(
            tx -> {
              if (engine.open(tx, plan.system(), definition.name()).isEmpty()) {
                engine.start(tx, byItself(definition, Trigger.change(plan.name())));
              }
            });
  }

  private static RunRequest byItself(RunDefinition definition, Trigger trigger) {
    return new RunRequest(definition, Map.of(), trigger, "jigi", null, Lane.NORMAL, Mode.AUTOMATIC);
  }

  private ScheduleHandler.Answer due(
      Tx tx, Occurrence occurrence, RunEngine engine, Function<Plan, RunDefinition> act) {
    Scheduled item = occurrence.item();
    Plan plan = find(item.system(), item.name());
    if (plan == null) {
      return new ScheduleHandler.Answer.Refused("no plan " + item.name());
    }
    RunDefinition definition = act.apply(plan);
    List<Run> open = engine.open(tx, plan.system(), definition.name());
    if (!open.isEmpty()) {
      return new ScheduleHandler.Answer.Overlaps(open.getFirst().id());
    }
    Trigger trigger = Trigger.schedule(item.schedule().text(), occurrence.id());
    return new ScheduleHandler.Answer.Started(engine.start(tx, byItself(definition, trigger)).id());
  }

  /** What a run that has ended left open was cut off: it was cancelled. */
  private void on(Tx tx, Event event) {
    String run = event.what().links().run();
    if (run != null) {
      Instant now = shop.now();
      for (Backup backup : shop.catalogue().ofRun(tx.handle(), run)) {
        if (backup.state() == Backup.State.RUNNING) {
          shop.catalogue()
              .failed(
                  tx.handle(), backup.id(), now, new Backup.Fault("cancelled", "the run ended"));
        }
      }
      shop.catalogue().interrupted(tx.handle(), run, now);
    }
  }

  /**
   * A person begins a backup.
   *
   * @throws UserError {@code unknown-plan}
   */
  public Run backUp(String system, String name, String actor, RunEngine engine) {
    Plan plan = get(system, name);
    return engine.start(RunRequest.byHand(BackupRuns.backing(plan), Map.of(), actor));
  }

  /**
   * A person begins a drill.
   *
   * @param backup its id; null for the newest good one
   * @throws UserError {@code unknown-plan}, {@code unknown-backup}
   */
  public Run drill(
      String system, String name, @Nullable String backup, String actor, RunEngine engine) {
    Plan plan = get(system, name);
    Backup chosen = backup == null ? null : get(backup);
    return engine.start(RunRequest.byHand(BackupRuns.drilling(plan, chosen), Map.of(), actor));
  }

  /**
   * A person tries whether a point in time can be restored.
   *
   * @param point as {@link Point#of} reads it
   * @throws UserError {@code unknown-plan}, {@code bad-point}, {@code not-continuous}, {@code
   *     point-in-future}, {@code no-backup}
   */
  public Run drillTo(String system, String name, String point, String actor, RunEngine engine) {
    Plan plan = get(system, name);
    Point to = Point.of(point);
    Backup base = new PointSearch(shop).base(plan, to);
    return engine.start(RunRequest.byHand(BackupRuns.drilling(plan, base, to), Map.of(), actor));
  }

  /**
   * Where a person wants a point in time restored.
   *
   * @param point as {@link Point#of} reads it
   * @param target a folder of this machine, absolute and not there yet; of a source that restores
   *     by name also {@code shop:shop_copy}, or {@code shop} for its own place
   * @param confirm null, or that place's name, typed
   */
  public record Recover(String point, String target, @Nullable String confirm) {}

  /**
   * A person restores a point in time; to take the place of what is there, it is backed up before.
   *
   * @throws UserError as {@link #drillTo}, and {@code bad-target}, {@code not-confirmed}
   */
  public Run recover(String system, String name, Recover wanted, String actor, RunEngine engine) {
    Plan plan = get(system, name);
    Point to = Point.of(wanted.point());
    Backup base = new PointSearch(shop).base(plan, to);
    return engine.start(restores.recovering(plan, base, to, wanted, actor));
  }

  /**
   * A person has backups that lie in the plan's stores taken into the catalogue.
   *
   * @throws UserError {@code unknown-plan}
   */
  public Run adopt(String system, String name, String actor, RunEngine engine) {
    Plan plan = get(system, name);
    RunDefinition definition =
        BackupRuns.definition(
            "adopt",
            plan,
            plan.title(),
            List.of(
                BackupRuns.step(
                    plan.title(), Role.OWN, "adopt", Map.of(BackupSteps.PLAN, plan.name()))));
    return engine.start(RunRequest.byHand(definition, Map.of(), actor));
  }

  /**
   * From now on no rule removes it, until it is released.
   *
   * @param reason for those who come later
   * @throws UserError {@code unknown-backup}, {@code no-reason}
   */
  public void hold(String backup, String reason, String actor) {
    holds.hold(get(backup), reason, actor);
  }

  /**
   * The rules hold for it again.
   *
   * @throws UserError {@code unknown-backup}, {@code not-held}
   */
  public void release(String backup, String actor) {
    holds.release(get(backup), actor);
  }

  /** What is held, by the backup's id. */
  public Map<String, Hold> holds() {
    return holds.all();
  }

  /**
   * A person has a backup read back.
   *
   * @throws UserError {@code unknown-backup}, {@code unknown-plan}
   */
  public Run verify(String backup, String actor, RunEngine engine) {
    Backup chosen = get(backup);
    Plan plan = get(chosen.of().system(), chosen.of().plan());
    Map<String, String> attributes =
        Map.of(BackupSteps.PLAN, plan.name(), BackupSteps.BACKUP, chosen.id());
    RunDefinition definition =
        BackupRuns.definition(
            "verify",
            plan,
            plan.title(),
            List.of(BackupRuns.step(chosen.name(), Role.OWN, "verify", attributes)));
    return engine.start(RunRequest.byHand(definition, Map.of(), actor));
  }

  /**
   * How a person wants a backup restored.
   *
   * @param target the name beside the original
   * @param confirm null for a new name; the target's name, typed, to take the place of what has it
   */
  public record Restore(String backup, String target, @Nullable String confirm) {}

  /**
   * What a restore would do.
   *
   * @param wanted its confirmation is not looked at
   * @throws UserError as {@link #restore}, and {@code interrupted}
   */
  public Outline outline(Restore wanted) {
    Backup chosen = get(wanted.backup());
    Plan plan = get(chosen.of().system(), chosen.of().plan());
    return restores.outline(plan, chosen, wanted, standing(plan).proven());
  }

  /**
   * A person begins a restore. To take the place of what is there, it is backed up before.
   *
   * @throws UserError {@code unknown-backup}, {@code unknown-plan}, {@code not-confirmed}, {@code
   *     bad-target}, {@code not-good}
   */
  public Run restore(Restore wanted, String actor, RunEngine engine) {
    Backup chosen = get(wanted.backup());
    Plan plan = get(chosen.of().system(), chosen.of().plan());
    return engine.start(restores.restoring(plan, chosen, wanted, actor));
  }

  public @Nullable Plan find(String system, String name) {
    return plans.get(system + "/" + name);
  }

  /**
   * @throws UserError {@code unknown-plan} with the nearest name
   */
  public Plan get(String system, String name) {
    Plan plan = find(system, name);
    if (plan == null) {
      List<String> names =
          plans.values().stream()
              .filter(each -> each.system().equals(system))
              .map(Plan::name)
              .toList();
      throw new UserError(
          "unknown-plan", "'" + system + "' has no plan '" + name + "'", Nearest.hint(name, names));
    }
    return plan;
  }

  /** By id, or by the name of its file; null when there is none. */
  public @Nullable Backup find(String given) {
    return shop.around()
        .store()
        .read(
            handle -> {
              Backup byId = shop.catalogue().find(handle, given);
              return byId == null ? shop.catalogue().named(handle, given) : byId;
            });
  }

  /** What the plan's rules would do with every copy now. */
  public List<Verdict> retention(Plan plan) {
    return new Pruning(shop).verdicts(plan);
  }

  /** The ids of a plan's backups that were restored and found the same. */
  public Set<String> proven(Plan plan) {
    return shop.around()
        .store()
        .read(handle -> shop.catalogue().proven(handle, plan.system(), plan.name()));
  }

  /**
   * By id, or by the name of its file.
   *
   * @throws UserError {@code unknown-backup}
   */
  public Backup get(String id) {
    Backup backup = find(id);
    if (backup == null) {
      throw new UserError(
          "unknown-backup", "there is no backup '" + id + "'", "see jigi backup list");
    }
    return backup;
  }

  /** Bytes that a running backup has read of its source; null when it does not run. */
  public @Nullable Long progress(Backup backup) {
    return shop.progress(backup.id());
  }

  /** How far a run of this room has come; null when it does not work on anything now. */
  public @Nullable Progress progress(String run) {
    return shop.meters().of(run);
  }

  /** When the next backup begins by itself; null for never. */
  public @Nullable Instant next(Plan plan) {
    Recurrence recurrence = plan.recurrence();
    return recurrence == null
        ? null
        : recurrence.schedule().next(shop.now(), Standings.calendar(plan, recurrence));
  }

  /** Newest first. */
  public List<Backup> history(String system, String plan, int limit) {
    return shop.around().store().read(handle -> shop.catalogue().list(handle, system, plan, limit));
  }

  /** Drills and restores, newest first. */
  public List<Proof> proofs(String system, String plan, int limit) {
    return shop.around()
        .store()
        .read(handle -> shop.catalogue().proofs(handle, system, plan, limit));
  }

  /** Where each plan stands, by system and name; null as system means all. */
  public List<Standing> standings(@Nullable String system) {
    return plans.values().stream()
        .filter(plan -> system == null || plan.system().equals(system))
        .map(this::standing)
        .toList();
  }

  /** Where one stands. */
  public Standing standing(Plan plan) {
    return standings.of(plan);
  }

  /** What there is of each of the last days, today last. */
  public List<BackupDay> days(Plan plan, int days) {
    return standings.days(plan, days);
  }

  /** Looks after the logs at once, as it is done every few seconds. */
  void keepLogs() {
    logs.all();
  }

  /** Looks after no more logs and sources; who receives them goes on. */
  @Override
  public void close() {
    watching.close();
    logs.close();
  }
}
