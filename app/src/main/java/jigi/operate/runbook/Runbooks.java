package jigi.operate.runbook;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.connect.ConnectPart;
import jigi.base.journal.Journal;
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
import jigi.base.run.StepPart;
import jigi.base.run.Trigger;
import jigi.base.schedule.HolidayPart;
import jigi.base.schedule.Holidays;
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

/** The runbooks in force, and what alerts make of them. */
public final class Runbooks {
  /** The parts of a manual that runbooks look at while they are in force. */
  public record ManualParts(
      RunbookPart runbooks, InventoryPart inventory, ConnectPart hosts, HolidayPart holidays) {}

  private static final String SCHEDULED = "runbook";

  private final Store store;
  private final Journal journal;
  private final RunEngine engine;
  private final Scheduler scheduler;
  private final ManualParts parts;
  private final Timeline timeline;
  private final SuggestionRepository suggestions = new SuggestionRepository();
  private volatile Map<String, Shelf> shelves = Map.of();

  public Runbooks(
      Store store,
      Journal journal,
      Timeline timeline,
      RunEngine engine,
      Scheduler scheduler,
      ManualParts parts) {
    this.store = store;
    this.journal = journal;
    this.engine = engine;
    this.scheduler = scheduler;
    this.parts = parts;
    this.timeline = timeline;
  }

  /** Why an alert is expected: somebody silenced it, or it comes within a maintenance window. */
  public interface Quiet {
    /** The keys of reasons. */
    Set<String> REASONS = Set.of("silence", "maintenance");

    /** One of {@link #REASONS}; null when it is not expected. */
    @Nullable String why(Tx tx, String system, Map<String, String> labels);
  }

  /**
   * Answers to alerts from now on; every alert is answered once, across restarts.
   *
   * @param quiet what is expected is suggested only, for as long as it is expected
   */
  public void open(Quiet quiet) {
    AlertAnswers answers =
        new AlertAnswers(
            new AlertAnswers.Surroundings(store, journal, timeline, engine, suggestions, quiet),
            name -> shelves.get(name));
    journal.follow("runbook", answers::on);
    scheduler.handle(SCHEDULED, this::due);
    answers.start();
  }

  public void activate(List<Manual> manuals) {
    Map<String, Shelf> next = new HashMap<>();
    for (Manual manual : manuals) {
      Map<String, Runbook> byName = new TreeMap<>();
      manual.part(parts.runbooks()).forEach(runbook -> byName.put(runbook.name(), runbook));
      next.put(
          manual.system(),
          new Shelf(
              byName,
              Set.copyOf(manual.part(parts.inventory()).components().keySet()),
              Set.copyOf(manual.part(parts.hosts()).names())));
    }
    shelves = Map.copyOf(next);
    scheduler.activate(
        SCHEDULED, manuals.stream().flatMap(manual -> scheduled(manual).stream()).toList());
  }

  private List<Scheduled> scheduled(Manual manual) {
    ZoneId zone = manual.part(parts.inventory()).profile().zone();
    Holidays holidays = manual.part(parts.holidays());
    List<Scheduled> all = new ArrayList<>();
    for (Runbook runbook : manual.part(parts.runbooks())) {
      Recurrence recurrence = runbook.recurrence();
      if (recurrence != null) {
        all.add(
            new Scheduled(
                manual.system(),
                SCHEDULED + "/" + runbook.name(),
                runbook.title(),
                recurrence.schedule(),
                new Schedule.Calendar(zone, holidays, recurrence.rule()),
                recurrence.takes()));
      }
    }
    return all;
  }

  /** A runbook's time has come; the one before it must have ended. */
  private ScheduleHandler.Answer due(Tx tx, Occurrence occurrence) {
    Scheduled item = occurrence.item();
    Runbook runbook = find(item.system(), item.name());
    if (runbook == null || runbook.definition() == null) {
      return new ScheduleHandler.Answer.Refused("no runbook " + item.name());
    }
    List<Run> open = engine.open(tx, item.system(), item.name());
    if (!open.isEmpty()) {
      return new ScheduleHandler.Answer.Overlaps(open.getFirst().id());
    }
    try {
      RunRequest request =
          new RunRequest(
              runbook.definition(),
              Map.of(),
              Trigger.schedule(item.schedule().text(), occurrence.id()),
              "jigi",
              null,
              Lane.NORMAL,
              Mode.AUTOMATIC);
      return new ScheduleHandler.Answer.Started(engine.start(tx, request).id());
    } catch (UserError e) {
      return new ScheduleHandler.Answer.Refused(e.fact());
    }
  }

  /** By name; null as system means all. */
  public List<Runbook> list(@Nullable String system) {
    List<Runbook> all = new ArrayList<>();
    new TreeMap<>(shelves)
        .forEach(
            (name, shelf) -> {
              if (system == null || system.equals(name)) {
                all.addAll(shelf.byName().values());
              }
            });
    return all;
  }

  public @Nullable Runbook find(String system, String name) {
    Shelf shelf = shelves.get(system);
    return shelf == null ? null : shelf.byName().get(name);
  }

  /**
   * @throws UserError {@code unknown-runbook} with the nearest name
   */
  public Runbook get(String system, String name) {
    Runbook found = find(system, name);
    if (found == null) {
      List<String> names = list(system).stream().map(Runbook::name).toList();
      throw new UserError(
          "unknown-runbook",
          "'" + system + "' has no runbook '" + name + "'",
          Nearest.hint(name, names));
    }
    return found;
  }

  /**
   * How a person starts a runbook.
   *
   * @param dry looks only
   * @param incident the incident that it answers; null for none
   */
  public record How(boolean dry, @Nullable String incident) {
    /** For real, for no incident. */
    public static final How PLAIN = new How(false, null);
  }

  /**
   * A person starts a runbook.
   *
   * @param how what else they chose
   * @throws UserError {@code unknown-runbook}, {@code not-executable}, or about a parameter
   */
  public Run start(
      String system, String name, Map<String, String> parameters, String actor, How how) {
    Runbook runbook = get(system, name);
    RunDefinition definition = runbook.definition();
    if (definition == null) {
      throw new UserError(
          "not-executable",
          "the document has no front matter, so it is done by hand ('" + name + "')",
          "run one of its blocks, or add front matter and role words");
    }
    RunRequest byHand = RunRequest.byHand(definition, parameters, actor);
    RunRequest request =
        new RunRequest(
            definition,
            byHand.parameters(),
            byHand.trigger(),
            actor,
            how.incident(),
            byHand.lane(),
            how.dry() ? Mode.DRY : Mode.BY_HAND);
    return engine.start(request);
  }

  /**
   * A person runs one block by hand.
   *
   * @param line where the block's fence opens
   * @param host where to run it; null means this host
   * @throws UserError {@code unknown-block}, {@code not-executable}
   */
  public Run startBlock(String system, String name, int line, @Nullable String host, String actor) {
    Runbook runbook = get(system, name);
    Block block = runbook.block(line);
    if (block == null) {
      throw new UserError(
          "unknown-block",
          "no block begins at line " + line + " of " + runbook.file(),
          "see jigi runbook show " + name);
    }
    if (!block.byHand()) {
      throw new UserError(
          "not-executable",
          "a block in '" + block.language() + "' cannot be run by hand (line " + line + ")",
          "only blocks in sh or bash can");
    }
    Map<String, String> attributes = host == null ? Map.of() : Map.of("on", host);
    String shell = block.language().equals("bash") ? "bash" : "sh";
    StepPart part = new StepPart(shell, block.source(), attributes, line);
    String title = block.title().isEmpty() ? runbook.title() : block.title();
    RunDefinition definition =
        new RunDefinition(
            runbook.name(),
            runbook.title(),
            system,
            List.of(StepDefinition.of(title, Role.RUN, part)),
            null,
            List.of(system + "/" + runbook.name()),
            List.of(),
            Guards.DEFAULT);
    return engine.start(RunRequest.byHand(definition, Map.of(), actor));
  }

  /** Those whose symptoms a text tells of, the best first. */
  public List<Symptoms.Fit> fitting(String system, String text) {
    return Symptoms.fitting(list(system), text);
  }

  /** Suggestions whose alerts still fire, newest first. */
  public List<Suggestion> suggestions() {
    return store.read(suggestions::open);
  }
}
