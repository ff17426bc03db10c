package jigi.operate.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.UserError;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/** The acts of this room as steps of runs; runs of this room alone use them. */
final class BackupSteps {
  static final String PLAN = "plan";
  static final String BACKUP = "backup";
  static final String TARGET = "target";
  static final String OVER = "over";
  static final String POINT = "point";

  private static final int ALL = 5000;

  private final Workshop shop;
  private final LogKeepers logs;

  BackupSteps(Workshop shop, LogKeepers logs) {
    this.shop = shop;
    this.logs = logs;
  }

  /** What an act makes of its step, or fails with. */
  private interface Act {
    String execute(Plan plan, StepContext context) throws BackupException, InterruptedException;
  }

  /** Backup, adopt, verify, drill, prune and restore. */
  List<StepKind> all() {
    return List.of(
        new Own(PlanSyntax.backup(), new Kind(shop, "backup", true, this::backup)),
        new Kind(shop, "adopt", true, this::adopt),
        new Kind(shop, "verify", true, this::verify),
        new Own(PlanSyntax.drill(), new Kind(shop, "drill", true, this::drill)),
        new Own(PlanSyntax.prune(), new Kind(shop, "prune", true, this::prune)),
        // What a restore that was cut off has done to a server, a person looks at.
        new Own(PlanSyntax.restore(), new Kind(shop, "restore", false, this::restore)));
  }

  private String backup(Plan plan, StepContext context)
      throws BackupException, InterruptedException {
    BackupException failed = null;
    List<String> said = new ArrayList<>();
    boolean continuous = plan.source() instanceof Continuous;
    try {
      if (continuous) {
        logs.get(plan).ready();
      }
      said.add(
          new Taking(shop).take(plan, new Taking.Attempt(context.run().id(), context.attempt())));
      if (continuous) {
        logs.get(plan).flush();
      }
    } catch (BackupException e) {
      failed = e;
      said.add(e.fact());
    }
    Checking checking = new Checking(shop);
    for (Backup backup : ofRun(context.run().id())) {
      if (backup.state() == Backup.State.STORED) {
        try {
          said.add(checking.check(plan, backup, context.run().id()));
        } catch (BackupException e) {
          failed = failed == null ? e : failed;
          said.add(e.fact());
          discardBad(checking, plan, backup);
        }
      }
    }
    if (failed == null) {
      said.addAll(new Pruning(shop).prune(plan, context.run().id()));
    }
    return told(said, failed);
  }

  /** What was never found whole in any store lies in none. */
  private void discardBad(Checking checking, Plan plan, Backup backup)
      throws BackupException, InterruptedException {
    Backup now = shop.around().store().read(handle -> shop.catalogue().find(handle, backup.id()));
    if (now != null && now.state() == Backup.State.FAILED) {
      checking.discard(plan, backup);
    }
  }

  private static String told(List<String> said, @Nullable BackupException failed)
      throws BackupException {
    String text = String.join("\n", said);
    if (failed != null) {
      throw new BackupException(failed.code(), text, failed);
    }
    return text;
  }

  /** Of runbooks: the same as after each backup, when the room is needed at once. */
  private String prune(Plan plan, StepContext context)
      throws BackupException, InterruptedException {
    List<String> said = new Pruning(shop).prune(plan, context.run().id());
    return said.isEmpty()
        ? "nothing of '"
            + plan.name()
            + "' may go: the rules keep it, or no other copy was verified"
        : String.join("\n", said);
  }

  private List<Backup> ofRun(String run) {
    return shop.around().store().read(handle -> shop.catalogue().ofRun(handle, run));
  }

  private String verify(Plan plan, StepContext context)
      throws BackupException, InterruptedException {
    Checking checking = new Checking(shop);
    String run = context.run().id();
    if (context.part().attributes().containsKey(BACKUP)) {
      return checking.check(plan, named(plan, context), run);
    }
    List<String> said = new ArrayList<>();
    BackupException failed = null;
    for (Backup backup : good(plan)) {
      try {
        said.add(checking.check(plan, backup, run));
      } catch (BackupException e) {
        failed = failed == null ? e : failed;
        said.addFirst(e.fact());
      }
    }
    if (said.isEmpty()) {
      throw new BackupException("no-backup", "there is no good backup of '" + plan.name() + "'");
    }
    if (plan.source() instanceof Continuous) {
      LogChecking.Seen log = logs.get(plan).readAgain(run);
      failed = failed == null ? log.first() : failed;
      said.addAll(log.first() == null ? said.size() : 0, log.said());
    }
    return told(said, failed);
  }

  /** Those of which a copy is there, damaged ones too, newest first. */
  private List<Backup> good(Plan plan) {
    return shop.good(plan).stream()
        .filter(backup -> backup.copies().stream().anyMatch(copy -> copy.state().there()))
        .toList();
  }

  private String drill(Plan plan, StepContext context)
      throws BackupException, InterruptedException {
    plan.source().sweep(shop.tools(plan));
    Restoring restoring = new Restoring(shop);
    Point point = point(plan, context);
    List<String> said = new ArrayList<>();
    for (Backup backup : wanted(plan, context)) {
      said.add(
          restoring.restore(
              new Restoring.Wanted(
                  plan, backup, Proof.Kind.DRILL, context.run().id(), null, false, point, null)));
      Restoring.Wanted through = point == null ? throughLog(plan, backup, context) : null;
      if (through != null) {
        said.add(restoring.restore(through));
      }
    }
    return String.join("\n", said);
  }

  /**
   * An older backup, any of them, with the log up to where this one was measured: only so is the
   * log known to give what was there. Null where there is none, or no such proof.
   */
  private Restoring.@Nullable Wanted throughLog(Plan plan, Backup newer, StepContext context) {
    Contents same = contents(newer);
    Point measured =
        plan.source() instanceof Continuous source && same != null ? source.measured(same) : null;
    if (measured == null || same == null) {
      return null;
    }
    List<Backup> older =
        good(plan).stream()
            .filter(Backup::isUsable)
            .filter(backup -> backup.at().started().isBefore(newer.at().started()))
            .filter(backup -> new LogFiles(shop).joins(plan, contents(backup), same))
            .toList();
    String run = context.run().id();
    return older.isEmpty()
        ? null
        : new Restoring.Wanted(
            plan, any(older, run), Proof.Kind.DRILL, run, null, false, measured, same);
  }

  private @Nullable Contents contents(Backup backup) {
    return shop.around().store().read(handle -> shop.catalogue().contents(handle, backup.id()));
  }

  /** The one that is named, or of each item the newest good one or another, as the plan says. */
  private List<Backup> wanted(Plan plan, StepContext context) throws BackupException {
    if (context.part().attributes().containsKey(BACKUP)) {
      return List.of(named(plan, context));
    }
    List<Backup> newest = newest(plan);
    if (newest.isEmpty()) {
      BackupException none =
          new BackupException("no-backup", "there is no good backup of '" + plan.name() + "'");
      shop.around()
          .store()
          .change(
              tx ->
                  shop.around()
                      .journal()
                      .append(
                          tx,
                          shop.event(BackupEvents.DRILL_FAILED, plan, context.run().id())
                              .with("code", none.code())
                              .with("said", none.fact())));
      throw none;
    }
    Plan.Drill drill = plan.drill();
    boolean any = drill != null && drill.of() == Plan.Drill.Which.ANY;
    return any
        ? newest.stream().map(backup -> any(plan, backup, context.run().id())).toList()
        : newest;
  }

  /** Chosen by the run, so that a drill which is begun anew after a death tries the same one. */
  private static Backup any(List<Backup> some, String run) {
    return some.get(Math.floorMod(run.hashCode(), some.size()));
  }

  /** One of those of the same item that a store still has. */
  private Backup any(Plan plan, Backup newest, String run) {
    List<Backup> kept =
        good(plan).stream()
            .filter(backup -> backup.of().item().equals(newest.of().item()))
            .filter(Backup::isUsable)
            .toList();
    return kept.isEmpty() ? newest : any(kept, run);
  }

  private List<Backup> newest(Plan plan) {
    Map<String, Backup> byItem = new java.util.TreeMap<>();
    shop.good(plan).forEach(backup -> byItem.putIfAbsent(backup.of().item(), backup));
    return List.copyOf(byItem.values());
  }

  private Backup named(Plan plan, StepContext context) throws BackupException {
    String id = context.part().attributes().getOrDefault(BACKUP, "");
    Backup backup = shop.around().store().read(handle -> shop.catalogue().find(handle, id));
    if (backup == null || !backup.of().plan().equals(plan.name())) {
      throw new BackupException("no-backup", "the catalogue has no backup '" + id + "'");
    }
    return backup;
  }

  private String restore(Plan plan, StepContext context)
      throws BackupException, InterruptedException {
    plan.source().sweep(shop.tools(plan));
    Map<String, String> attributes = context.part().attributes();
    if (!attributes.containsKey(BACKUP)) {
      return inPlace(plan, context.run().id());
    }
    String target = Objects.requireNonNull(attributes.get(TARGET));
    return new Restoring(shop)
        .restore(
            new Restoring.Wanted(
                plan,
                named(plan, context),
                Proof.Kind.RESTORE,
                context.run().id(),
                target,
                attributes.containsKey(OVER),
                point(plan, context),
                null));
  }

  /** Of a runbook: everything that the newest backup was to hold takes its place again. */
  private String inPlace(Plan plan, String run) throws BackupException, InterruptedException {
    if (plan.source() instanceof Continuous) {
      throw new BackupException(
          "not-in-place",
          "a whole server is restored into a folder, and takes no place ('"
              + plan.name()
              + "'); restore it by jigi backup restore");
    }
    Restoring restoring = new Restoring(shop);
    List<String> said = new ArrayList<>();
    for (Backup backup : newestOfAll(plan)) {
      String place = backup.of().item();
      said.add(
          restoring.restore(
              new Restoring.Wanted(plan, backup, Proof.Kind.RESTORE, run, place, true)));
    }
    return String.join("\n", said);
  }

  /**
   * The newest good one of each item that the newest run tried; what was dropped since stays so.
   */
  private List<Backup> newestOfAll(Plan plan) throws BackupException {
    List<Backup> all =
        shop.around()
            .store()
            .read(handle -> shop.catalogue().list(handle, plan.system(), plan.name(), ALL));
    List<Backup> newest = new ArrayList<>();
    for (Backup tried : all) {
      if (tried.run().equals(all.getFirst().run())) {
        newest.add(newestGood(all, tried.of().item()));
      }
    }
    if (newest.isEmpty()) {
      throw new BackupException("no-backup", "there is no good backup of '" + plan.name() + "'");
    }
    return newest;
  }

  private static Backup newestGood(List<Backup> all, String item) throws BackupException {
    return all.stream()
        .filter(backup -> backup.isGood() && backup.of().item().equals(item))
        .findFirst()
        .orElseThrow(
            () -> new BackupException("no-backup", "there is no good backup of '" + item + "'"));
  }

  /** Null for the instant of the backup; the log up to now is stored before it is asked for. */
  private @Nullable Point point(Plan plan, StepContext context)
      throws BackupException, InterruptedException {
    String point = context.part().attributes().get(POINT);
    if (point == null) {
      return null;
    }
    Point wanted = Point.of(point);
    LogKeeper keeper = logs.get(plan);
    if (!keeper.covers(wanted)) {
      keeper.flush();
    }
    return wanted;
  }

  private String adopt(Plan plan, StepContext context)
      throws BackupException, InterruptedException {
    return new Adopting(shop).adopt(plan, context.run().id());
  }

  /** Those which runbooks may have, too. */
  private static final class Own extends PlanSyntax implements StepKind {
    private final Kind kind;

    Own(PlanSyntax syntax, Kind kind) {
      super(syntax);
      this.kind = kind;
    }

    @Override
    public boolean repeatable() {
      return kind.repeatable();
    }

    @Override
    public StepOutcome run(StepContext context) throws InterruptedException {
      return context.dry()
          ? StepOutcome.ok(
              "would run the "
                  + language()
                  + " of "
                  + context.part().attributes().getOrDefault(PLAN, ""))
          : kind.run(context);
    }
  }

  /** One of them, for the engine. */
  private record Kind(Workshop shop, String language, boolean repeatable, Act act)
      implements StepKind {
    @Override
    public Set<String> attributes() {
      return Set.of(PLAN);
    }

    @Override
    public void check(StepPart part, Place place, Problems problems) {
      problems.error(
          place,
          "reserved-language",
          "'" + language + "' belongs to the plans of jigi.yaml",
          "start it by jigi backup, or by the plan's schedule");
    }

    @Override
    public StepOutcome run(StepContext context) throws InterruptedException {
      try {
        String name = context.part().attributes().getOrDefault(PLAN, "");
        return StepOutcome.ok(act.execute(shop.plan(context.system(), name), context));
      } catch (BackupException e) {
        return StepOutcome.failed(e.code() + ": " + e.fact());
      } catch (UserError e) {
        return StepOutcome.failed(e.code() + ": " + e.fact() + "; " + e.hint());
      } finally {
        shop.meters().end(context.run().id());
      }
    }
  }
}
