package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jigi.base.run.RunEngine;
import jigi.base.run.RunFilter;
import jigi.base.run.Runs;
import jigi.base.schedule.Recurrence;
import jigi.operate.backup.Backup;
import jigi.operate.backup.BackupDay;
import jigi.operate.backup.Backups;
import jigi.operate.backup.Hold;
import jigi.operate.backup.LogState;
import jigi.operate.backup.Outline;
import jigi.operate.backup.Plan;
import jigi.operate.backup.Progress;
import jigi.operate.backup.Proof;
import jigi.operate.backup.Standing;
import jigi.operate.backup.retention.Verdict;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.Source;
import jigi.present.api.view.BackupDesk;
import jigi.present.api.view.BackupView;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Plans, backups and proofs as they are shown. */
final class BackupRoom implements BackupDesk {
  private static final int LISTED = 60;
  private static final int DAYS = 35;

  private final Backups backups;
  private final RunEngine engine;
  private final Runs runs;

  BackupRoom(Backups backups, RunEngine engine, Runs runs) {
    this.backups = backups;
    this.engine = engine;
    this.runs = runs;
  }

  /** The worst first. */
  @Override
  public List<BackupView.Row> list(Scope scope) {
    return backups.standings(null).stream()
        .filter(standing -> scope.sees(standing.plan().system()))
        .map(this::row)
        .sorted(Comparator.comparing((BackupView.Row row) -> row.status()).reversed())
        .toList();
  }

  @Override
  public BackupView.@Nullable Detail get(String system, String name) {
    Plan plan = backups.find(system, name);
    if (plan == null) {
      return null;
    }
    Set<String> proven = backups.proven(plan);
    Map<String, Hold> holds = backups.holds();
    Plan.Drill drill = plan.drill();
    Recurrence drills = drill == null ? null : drill.recurrence();
    return new BackupView.Detail(
        row(backups.standing(plan)),
        key(plan.sealedWith()),
        List.copyOf(plan.to().keySet()),
        plan.fileName(),
        drill == null ? List.of() : drill.questions(),
        drills == null ? "" : drills.schedule().text(),
        backups.history(system, name, LISTED).stream()
            .map(backup -> entry(backup, proven, holds))
            .toList(),
        backups.proofs(system, name, LISTED).stream().map(BackupRoom::proof).toList(),
        backups.days(plan, DAYS).stream().map(BackupRoom::day).toList());
  }

  @Override
  public BackupView.@Nullable Entry find(String given) {
    Backup backup = backups.find(given);
    if (backup == null) {
      return null;
    }
    Plan plan = backups.find(backup.of().system(), backup.of().plan());
    return entry(backup, plan == null ? Set.of() : backups.proven(plan), backups.holds());
  }

  @Override
  public List<BackupView.Kept> kept(String system, String name) {
    List<BackupView.Kept> all = new ArrayList<>();
    for (Verdict verdict : backups.retention(backups.get(system, name))) {
      all.add(
          new BackupView.Kept(
              verdict.id(),
              backups.get(verdict.id()).name(),
              verdict.store(),
              verdict.keep(),
              verdict.why().stream().map(Verdict.Reason::text).toList()));
    }
    return all;
  }

  @Override
  public String run(String system, String name, String actor) {
    return backups.backUp(system, name, actor, engine).id();
  }

  @Override
  public String verify(String backup, String actor) {
    return backups.verify(backup, actor, engine).id();
  }

  @Override
  public String drill(String system, String name, @Nullable String backup, String actor) {
    return backups.drill(system, name, backup, actor, engine).id();
  }

  @Override
  public String restore(String backup, String target, @Nullable String confirm, String actor) {
    return backups.restore(new Backups.Restore(backup, target, confirm), actor, engine).id();
  }

  @Override
  public BackupView.Offer offer(String backup) {
    Backup chosen = backups.get(backup);
    Source source = backups.get(chosen.of().system(), chosen.of().plan()).source();
    return new BackupView.Offer(source.suggested(chosen.of().item()), source.replaceable());
  }

  @Override
  public BackupView.Outline outline(String backup, String target, boolean over) {
    Outline outline = backups.outline(new Backups.Restore(backup, target, over ? target : null));
    return new BackupView.Outline(
        outline.target(),
        outline.over(),
        outline.taken(),
        outline.trouble(),
        outline.from(),
        outline.expected(),
        outline.lost());
  }

  @Override
  public BackupView.@Nullable Progress progress(String run) {
    Progress progress = backups.progress(run);
    return progress == null
        ? null
        : new BackupView.Progress(
            progress.stage().key(),
            progress.item(),
            progress.done(),
            progress.all(),
            progress.guessed(),
            progress.rate(),
            progress.left());
  }

  @Override
  public String drillTo(String system, String name, String point, String actor) {
    return backups.drillTo(system, name, point, actor, engine).id();
  }

  @Override
  public String recover(
      String system,
      String name,
      String point,
      String target,
      @Nullable String confirm,
      String actor) {
    Backups.Recover wanted = new Backups.Recover(point, target, confirm);
    return backups.recover(system, name, wanted, actor, engine).id();
  }

  @Override
  public String adopt(String system, String name, String actor) {
    return backups.adopt(system, name, actor, engine).id();
  }

  @Override
  public void hold(String backup, String reason, String actor) {
    backups.hold(backup, reason, actor);
  }

  @Override
  public void release(String backup, String actor) {
    backups.release(backup, actor);
  }

  private static BackupView.@Nullable Key key(Plan.@Nullable Key key) {
    return key == null ? null : new BackupView.Key(key.encryption(), key.places(), key.escrow());
  }

  private static BackupView.@Nullable Log log(@Nullable LogState log) {
    return log == null
        ? null
        : new BackupView.Log(
            log.from(), log.restorable(), log.lag(), log.gap(), log.byName(), fault(log.fault()));
  }

  private BackupView.Row row(Standing standing) {
    Plan plan = standing.plan();
    Backup good = standing.good();
    Sums sums = good == null ? null : good.sums();
    Standing.Matter matter = standing.matter();
    Proof proven = standing.proven();
    Proof drill = standing.drill();
    Recurrence recurrence = plan.recurrence();
    return new BackupView.Row(
        plan.system(),
        plan.name(),
        plan.title(),
        plan.source().kind(),
        plan.source().at(),
        standing.status(),
        matter == null ? "" : matter.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        good == null ? null : good.at().taken(),
        sums == null ? null : sums.storedBytes(),
        good == null ? null : good.rows(),
        sizes(standing),
        new BackupView.Goals(plan.goals().rpo(), plan.goals().rto()),
        standing.lost(),
        proven == null ? null : proven.took(),
        proven == null ? null : proven.ended(),
        drill == null ? null : proof(drill),
        recurrence == null ? "" : recurrence.schedule().text(),
        backups.next(plan),
        running(plan),
        log(standing.log()));
  }

  /** Of whole ones: what has changed is sometimes much and sometimes nothing. */
  private static List<Long> sizes(Standing standing) {
    Backup good = standing.good();
    List<Long> sizes = new ArrayList<>();
    for (Backup backup : standing.recent().reversed()) {
      Sums sums = backup.sums();
      boolean whole = backup.isGood() && backup.form().increment() == 0;
      if (good != null && sums != null && whole && backup.of().equals(good.of())) {
        sizes.add(sums.storedBytes());
      }
    }
    return sizes;
  }

  private @Nullable String running(Plan plan) {
    for (String kind : List.of("backup-", "drill-", "restore-", "verify-", "adopt-")) {
      var open = runs.list(RunFilter.open().system(plan.system()).name(kind + plan.name()));
      if (!open.isEmpty()) {
        return open.getFirst().id();
      }
    }
    return null;
  }

  private BackupView.Entry entry(Backup backup, Set<String> proven, Map<String, Hold> holds) {
    Sums sums = backup.sums();
    boolean running = backup.state() == Backup.State.RUNNING;
    Hold held = holds.get(backup.id());
    return new BackupView.Entry(
        backup.id(),
        backup.of().system(),
        backup.of().plan(),
        backup.of().item(),
        backup.name(),
        backup.run(),
        backup.state().key(),
        backup.at().started(),
        backup.at().taken(),
        backup.took(),
        running ? backups.progress(backup) : null,
        sums == null
            ? null
            : new BackupView.Size(
                sums.plainBytes(), sums.storedBytes(), sums.plainSha256(), sums.storedSha256()),
        backup.rows(),
        backup.form().compress(),
        backup.form().encrypt(),
        backup.form().increment(),
        proven.contains(backup.id()),
        backup.unusual(),
        fault(backup.fault()),
        backup.copies().stream().map(BackupRoom::copy).toList(),
        held == null ? null : held.reason());
  }

  private static BackupView.Day day(BackupDay day) {
    Backup backup = day.backup();
    return new BackupView.Day(day.date(), day.state().key(), backup == null ? null : backup.id());
  }

  private static BackupView.Copy copy(Backup.Copy copy) {
    return new BackupView.Copy(
        copy.store(), copy.place(), copy.state().key(), copy.checked(), fault(copy.fault()));
  }

  private static BackupView.@Nullable Fault fault(Backup.@Nullable Fault fault) {
    return fault == null ? null : new BackupView.Fault(fault.code(), fault.text());
  }

  private static BackupView.Proof proof(Proof proof) {
    return new BackupView.Proof(
        proof.id(),
        proof.backup(),
        proof.kind().key(),
        proof.run(),
        proof.place(),
        proof.started(),
        proof.ended(),
        proof.outcome().key(),
        proof.took(),
        proof.fault(),
        proof.said());
  }
}
