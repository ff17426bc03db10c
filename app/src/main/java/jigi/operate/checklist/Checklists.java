package jigi.operate.checklist;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.journal.Event;
import jigi.base.journal.Following;
import jigi.base.journal.Journal;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Run;
import jigi.base.run.RunEngine;
import jigi.base.run.RunRequest;
import jigi.base.run.Runs;
import jigi.base.run.Trigger;
import jigi.base.schedule.HolidayPart;
import jigi.base.schedule.Occurrence;
import jigi.base.schedule.Recurrence;
import jigi.base.schedule.Schedule;
import jigi.base.schedule.ScheduleHandler;
import jigi.base.schedule.Scheduled;
import jigi.base.schedule.Scheduler;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.inventory.InventoryPart;
import org.jspecify.annotations.Nullable;

/** The checklists in force, and those that were begun. */
public final class Checklists {
  private static final String SCHEDULED = "checklist";

  private final Surroundings around;
  private final ChecklistRepository repository = new ChecklistRepository();
  private final Sheets sheets;
  private final Answers answers;
  private volatile Map<String, Map<String, Checklist>> shelves = Map.of();

  /** What checklists work with. */
  public record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      RunEngine engine,
      Runs runs,
      Scheduler scheduler,
      EvidenceFolder files) {}

  /** The parts of a manual that are looked at. */
  public record ManualParts(
      ChecklistPart checklists, InventoryPart inventory, HolidayPart holidays) {}

  private final ManualParts parts;

  public Checklists(Surroundings around, ManualParts parts) {
    this.around = around;
    this.parts = parts;
    this.sheets = new Sheets(around.store(), around.runs(), repository);
    this.answers = new Answers(around, repository, this::sheet, this::follow);
  }

  public void activate(List<Manual> manuals) {
    Map<String, Map<String, Checklist>> next = new HashMap<>();
    List<Scheduled> scheduled = new ArrayList<>();
    for (Manual manual : manuals) {
      Map<String, Checklist> byName = new TreeMap<>();
      for (Checklist checklist : manual.part(parts.checklists())) {
        byName.put(checklist.name(), checklist);
        Recurrence recurrence = checklist.recurrence();
        if (recurrence != null) {
          scheduled.add(scheduled(manual, checklist, recurrence));
        }
      }
      next.put(manual.system(), byName);
    }
    shelves = Map.copyOf(next);
    around.scheduler().activate(SCHEDULED, scheduled);
  }

  private Scheduled scheduled(Manual manual, Checklist checklist, Recurrence recurrence) {
    ZoneId zone = manual.part(parts.inventory()).profile().zone();
    return new Scheduled(
        manual.system(),
        SCHEDULED + "/" + checklist.name(),
        checklist.title(),
        recurrence.schedule(),
        new Schedule.Calendar(zone, manual.part(parts.holidays()), recurrence.rule()),
        recurrence.takes());
  }

  /** Answers to schedules and to the ends of runs from now on, and watches who is late. */
  public void open() {
    around.scheduler().handle(SCHEDULED, this::due);
    around.journal().follow(Following.of("checklist", "run.finished").fromBeginning(), this::on);
    around.store().read(repository::awaited).forEach(begun -> watch(begun.run(), begun.due()));
    around.store().read(handle -> repository.dated(handle)).forEach(this::watch);
  }

  /** By name; null as system means all. */
  public List<Checklist> list(@Nullable String system) {
    List<Checklist> all = new ArrayList<>();
    new TreeMap<>(shelves)
        .forEach(
            (name, shelf) -> {
              if (system == null || system.equals(name)) {
                all.addAll(shelf.values());
              }
            });
    return all;
  }

  public @Nullable Checklist find(String system, String name) {
    return shelves.getOrDefault(system, Map.of()).get(name);
  }

  /**
   * A person begins one.
   *
   * @return the run's id
   * @throws UserError {@code unknown-checklist}
   */
  public String start(String system, String name, String actor) {
    Checklist checklist = find(system, name);
    if (checklist == null) {
      throw new UserError(
          "unknown-checklist",
          "'" + system + "' has no checklist '" + name + "'",
          Nearest.hint(name, shelves.getOrDefault(system, Map.of()).keySet()));
    }
    return around
        .store()
        .write(tx -> start(tx, checklist, Trigger.manual(), actor, Mode.BY_HAND).id());
  }

  /** One was signed: what the manual wants after it begins, unless something was amiss. */
  private void follow(Tx tx, Sheet signed, String by) {
    Checklist before = find(signed.system(), signed.name());
    boolean fine = Status.worst(signed.statuses()).compareTo(Status.WARN) <= 0;
    if (before == null || !fine) {
      return;
    }
    for (String name : before.terms().next()) {
      Checklist next = find(signed.system(), name);
      if (next != null) {
        start(tx, next, new Trigger("checklist", signed.name(), signed.run()), by, Mode.BY_HAND);
      }
    }
  }

  private Run start(Tx tx, Checklist checklist, Trigger trigger, String actor, Mode mode) {
    RunRequest request =
        new RunRequest(checklist.definition(), Map.of(), trigger, actor, null, Lane.NORMAL, mode);
    Run run = around.engine().start(tx, request);
    Instant now = around.timeline().instant();
    repository.insert(tx.handle(), run.id(), checklist, now);
    Duration due = checklist.terms().due();
    tx.afterCommit(() -> watch(run.id(), now.plus(due)));
    for (int i = 0; i < checklist.items().size(); i++) {
      Duration within = checklist.items().get(i).work().due();
      if (within != null) {
        var dated = new ChecklistRepository.Dated(run.id(), i, now.plus(within));
        tx.afterCommit(() -> watch(dated));
      }
    }
    return run;
  }

  /** The next one begins: what nobody finished of the one before stays unanswered. */
  private ScheduleHandler.Answer due(Tx tx, Occurrence occurrence) {
    Scheduled item = occurrence.item();
    Checklist checklist = find(item.system(), item.name());
    if (checklist == null) {
      return new ScheduleHandler.Answer.Refused("no checklist " + item.name());
    }
    around
        .engine()
        .open(tx, item.system(), Checklist.PREFIX + item.name())
        .forEach(before -> around.engine().cancel(tx, before.id(), "jigi"));
    Trigger trigger = Trigger.schedule(item.schedule().text(), occurrence.id());
    return new ScheduleHandler.Answer.Started(
        start(tx, checklist, trigger, "jigi", Mode.AUTOMATIC).id());
  }

  /** Newest first. */
  public List<Sheet> history(String system, String name, int limit) {
    return around.store().read(handle -> repository.list(handle, system, name, limit)).stream()
        .map(sheets::of)
        .toList();
  }

  /** All of a system that began within the time, oldest first. */
  public List<Sheet> between(String system, Instant from, Instant to) {
    return around.store().read(handle -> repository.between(handle, system, from, to)).stream()
        .map(sheets::of)
        .toList();
  }

  /** When the run's checklist was begun the time before; null when that was the first time. */
  public @Nullable Instant before(String run) {
    return around.store().read(handle -> repository.before(handle, run));
  }

  /** By the run's id; null when that does no checklist. */
  public @Nullable Sheet sheet(String run) {
    ChecklistRepository.Begun begun = around.store().read(handle -> repository.find(handle, run));
    return begun == null ? null : sheets.of(begun);
  }

  /** What people say about those that were begun. */
  public Answers answers() {
    return answers;
  }

  private void on(Tx tx, Event event) {
    String run = event.what().links().run();
    String name = event.what().args().getOrDefault("name", "");
    if (run == null || !name.startsWith(Checklist.PREFIX)) {
      return;
    }
    ChecklistRepository.Begun begun = repository.find(tx.handle(), run);
    if (begun == null) {
      return;
    }
    Sheet sheet = sheets.of(tx, begun);
    List<String> bad = new ArrayList<>();
    for (Sheet.Line line : sheet.lines()) {
      if (line.status() != null && line.status() != Status.OK) {
        bad.add(line.item().text());
      }
    }
    around
        .journal()
        .append(
            tx,
            ChecklistEvents.of(ChecklistEvents.ENDED, sheet)
                .cause(event.id())
                .with("status", Status.worst(sheet.statuses()).key())
                .with("ok", sheet.count(Status.OK))
                .with("notok", bad.size())
                .with("summary", String.join(", ", bad)));
  }

  private void watch(String run, Instant due) {
    around.timeline().at(due, "checklist", () -> around.store().change(tx -> overdue(tx, run)));
  }

  private void watch(ChecklistRepository.Dated dated) {
    around
        .timeline()
        .at(dated.due(), "checklist", () -> around.store().change(tx -> reached(tx, dated)));
  }

  /** An item's own date has come; nothing is said of what was answered or signed. */
  private void reached(Tx tx, ChecklistRepository.Dated dated) {
    ChecklistRepository.Begun begun = repository.find(tx.handle(), dated.run());
    if (begun == null || !repository.reached(tx.handle(), dated, around.timeline().instant())) {
      return;
    }
    Sheet sheet = sheets.of(tx, begun);
    Sheet.Line line = sheet.lines().get(dated.item());
    if (line.status() == null && sheet.signature() == null) {
      String item = line.item().text();
      around
          .journal()
          .append(
              tx,
              ChecklistEvents.of(ChecklistEvents.OVERDUE, sheet)
                  .with("title", sheet.title() + " / " + item)
                  .with("item", item)
                  .with("due", dated.due())
                  .with("open", 1));
    }
  }

  /**
   * An item of one that was begun, with a date of its own.
   *
   * @param line from 0
   */
  public record Dated(Sheet sheet, Sheet.Line line, Instant due) {}

  /** Items whose own dates lie within the time, soonest first. */
  public List<Dated> dated(Instant from, Instant to) {
    List<Dated> all = new ArrayList<>();
    for (ChecklistRepository.Dated one :
        around.store().read(handle -> repository.dated(handle, from, to))) {
      Sheet sheet = sheet(one.run());
      if (sheet != null) {
        all.add(new Dated(sheet, sheet.lines().get(one.item()), one.due()));
      }
    }
    return all;
  }

  private void overdue(Tx tx, String run) {
    ChecklistRepository.Begun begun = repository.find(tx.handle(), run);
    if (begun == null || !repository.overdue(tx.handle(), run, around.timeline().instant())) {
      return;
    }
    Sheet sheet = sheets.of(tx, begun);
    around
        .journal()
        .append(
            tx,
            ChecklistEvents.of(ChecklistEvents.OVERDUE, sheet)
                .with("due", begun.due())
                .with("open", sheet.open()));
  }
}
