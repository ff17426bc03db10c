package jigi.present.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jigi.base.config.Manual;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.run.Guards;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.RunRequest;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepKind;
import jigi.base.run.StepPart;
import jigi.base.run.Trigger;
import jigi.base.schedule.Occurrence;
import jigi.base.schedule.ScheduleHandler;
import jigi.base.schedule.Scheduled;
import jigi.base.schedule.Scheduler;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** The reports that manuals want, and those that were made: each by a run, kept for ever. */
public final class Reports {
  private static final String SCHEDULED = "report";
  static final String REPORT = "report";

  /** Any day of the period. */
  static final String DAY = "day";

  /** A report is made every time, however often it failed before. */
  private static final Guards GUARDS = new Guards(1000, 0, Integer.MAX_VALUE);

  private final Surroundings around;
  private final ReportRepository repository = new ReportRepository();
  private final Making making;
  private volatile Map<String, ReportPlan> plans = Map.of();

  /**
   * The rooms that this one stands on.
   *
   * @param messages the catalogue
   */
  public record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      Scheduler scheduler,
      Queries queries,
      Planned planned,
      Teller teller,
      Messages messages) {}

  /** Tells people something of a run, once for each attempt. */
  @FunctionalInterface
  public interface Teller {
    /**
     * @param facts as messages know them
     * @return whom it goes to, {@code kim by mail}
     */
    List<String> tell(ReportPlan plan, Run run, String attempt, Map<String, String> facts);
  }

  public Reports(Surroundings around) {
    this.around = around;
    this.making = new Making(around);
  }

  /** For the run engine. */
  public StepKind kind() {
    return new ReportStep(this);
  }

  /**
   * @param of what a manual wants
   */
  public void activate(List<Manual> manuals, Function<Manual, List<ReportPlan>> of) {
    Map<String, ReportPlan> next = new TreeMap<>();
    List<Scheduled> scheduled = new ArrayList<>();
    for (Manual manual : manuals) {
      for (ReportPlan plan : of.apply(manual)) {
        next.put(plan.system() + "/" + plan.name(), plan);
        if (plan.recurrence() != null) {
          scheduled.add(
              new Scheduled(
                  plan.system(),
                  SCHEDULED + "/" + plan.name(),
                  plan.title(),
                  plan.recurrence().schedule(),
                  plan.calendar(),
                  plan.recurrence().takes()));
        }
      }
    }
    plans = java.util.Collections.unmodifiableMap(next);
    around.scheduler().activate(SCHEDULED, scheduled);
  }

  /** Answers to schedules from now on. */
  public void open(RunEngine engine) {
    around.scheduler().handle(SCHEDULED, (tx, occurrence) -> due(tx, occurrence, engine));
  }

  private ScheduleHandler.Answer due(Tx tx, Occurrence occurrence, RunEngine engine) {
    Scheduled item = occurrence.item();
    ReportPlan plan = find(item.system(), item.name());
    if (plan == null) {
      return new ScheduleHandler.Answer.Refused("no report " + item.name());
    }
    LocalDate day = occurrence.due().atZone(plan.calendar().zone()).toLocalDate();
    RunDefinition definition =
        definition(plan, Period.before(plan.cadence(), day, plan.calendar().zone()));
    List<Run> open = engine.open(tx, plan.system(), definition.name());
    if (!open.isEmpty()) {
      return new ScheduleHandler.Answer.Overlaps(open.getFirst().id());
    }
    Trigger trigger = Trigger.schedule(item.schedule().text(), occurrence.id());
    RunRequest request =
        new RunRequest(definition, Map.of(), trigger, "jigi", null, Lane.NORMAL, Mode.AUTOMATIC);
    return new ScheduleHandler.Answer.Started(engine.start(tx, request).id());
  }

  private static RunDefinition definition(ReportPlan plan, Period period) {
    StepPart part =
        new StepPart(
            ReportStep.LANGUAGE,
            "",
            Map.of(REPORT, plan.name(), DAY, period.first().toString(), "retry", "3"),
            0);
    return new RunDefinition(
        "report-" + plan.name(),
        plan.title(),
        plan.system(),
        List.of(StepDefinition.of(plan.title(), Role.OWN, part)),
        null,
        List.of(),
        List.of(),
        GUARDS);
  }

  /**
   * A person has one made.
   *
   * @param day any of the period's; null for the last period that is over
   * @throws UserError {@code unknown-report}, {@code future-period}
   */
  public Run make(
      String system, String name, @Nullable LocalDate day, String actor, RunEngine engine) {
    ReportPlan plan = get(system, name);
    var zone = plan.calendar().zone();
    Instant now = around.timeline().instant();
    Period period =
        day == null
            ? Period.before(plan.cadence(), now.atZone(zone).toLocalDate(), zone)
            : Period.of(plan.cadence(), day, zone);
    if (period.from().isAfter(now)) {
      throw new UserError(
          "future-period",
          "that period has not begun (" + period.first() + ")",
          "name a day that is over, or none for the last period");
    }
    return engine.start(RunRequest.byHand(definition(plan, period), Map.of(), actor));
  }

  /**
   * Makes, keeps, writes and sends it; the same attempt does so once.
   *
   * @throws IOException when it is kept and could not be written
   */
  Done make(Run run, String attempt, ReportPlan plan, LocalDate day)
      throws IOException, InterruptedException {
    Report before = find(attempt);
    Report report = before == null ? making.make(run, attempt, plan, day) : before;
    around
        .store()
        .change(
            tx -> {
              if (repository.insert(tx.handle(), report)) {
                around.journal().append(tx, event(report));
              }
            });
    List<Path> written = making.files(plan, report);
    return new Done(
        report,
        written,
        plan.isTold()
            ? around.teller().tell(plan, run, attempt, making.facts(plan, report))
            : List.of());
  }

  /**
   * A report, its files, and whom it goes to.
   *
   * @param told {@code kim by mail}
   */
  record Done(Report report, List<Path> written, List<String> told) {}

  private static EventDraft event(Report report) {
    return EventDraft.of(ReportEvents.MADE)
        .system(report.of().system())
        .run(report.made().run())
        .actor(report.made().by())
        .with("report", report.id())
        .with("name", report.of().name())
        .with("title", report.of().title())
        .with("first", report.period().first())
        .with("last", report.period().last());
  }

  /** Of all systems when none is named; by system and name. */
  public List<ReportPlan> plans(@Nullable String system) {
    return plans.values().stream()
        .filter(plan -> system == null || plan.system().equals(system))
        .toList();
  }

  public @Nullable ReportPlan find(String system, String name) {
    return plans.get(system + "/" + name);
  }

  /**
   * @throws UserError {@code unknown-report} with the nearest name
   */
  ReportPlan get(String system, String name) {
    ReportPlan plan = find(system, name);
    if (plan == null) {
      throw new UserError(
          "unknown-report",
          "'" + system + "' has no report '" + name + "'",
          Nearest.hint(name, plans(system).stream().map(ReportPlan::name).toList()));
    }
    return plan;
  }

  /** By its id; null when there is none. */
  public @Nullable Report find(String id) {
    return around.store().read(handle -> repository.find(handle, id));
  }

  /** Newest first; of all systems, of one, or of one report. */
  public List<Report> list(@Nullable String system, @Nullable String name, int limit) {
    return around.store().read(handle -> repository.list(handle, system, name, limit));
  }
}
