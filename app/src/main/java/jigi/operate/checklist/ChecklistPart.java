package jigi.operate.checklist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Place;
import jigi.base.config.Reference;
import jigi.base.config.Shapes;
import jigi.base.run.RunDefinition;
import jigi.detect.metric.ConditionPart;

/** Reads {@code checklists/*.md}. */
public final class ChecklistPart implements ManualPart<List<Checklist>> {
  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");

  private final ConditionPart conditions;
  private final Function<ManualReading, Map<String, RunDefinition>> runbooks;
  private final Function<ManualReading, Names> logs;

  /**
   * @param runbooks those of the manual that can be run as a whole, by name
   * @param logs its components that have a log probe
   */
  public ChecklistPart(
      ConditionPart conditions,
      Function<ManualReading, Map<String, RunDefinition>> runbooks,
      Function<ManualReading, Names> logs) {
    this.conditions = conditions;
    this.runbooks = runbooks;
    this.logs = logs;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of();
  }

  @Override
  public List<Checklist> read(ManualReading reading) {
    ChecklistReader reader =
        new ChecklistReader(
            new ChecklistReader.Known(
                conditions.names(reading), runbooks.apply(reading), logs.apply(reading)),
            reading.problems());
    List<Checklist> all = new ArrayList<>();
    Map<String, String> files = new HashMap<>();
    String system = reading.find(SYSTEM, "");
    reading
        .source()
        .below("checklists/", ".md")
        .forEach(
            (file, text) -> {
              Checklist checklist = reader.read(system, file, text);
              if (checklist != null) {
                reportTwice(checklist, files, reading);
                all.add(checklist);
              }
            });
    reader.checkFollowers(files.keySet());
    return List.copyOf(all);
  }

  private static void reportTwice(
      Checklist checklist, Map<String, String> files, ManualReading reading) {
    String other = files.putIfAbsent(checklist.name(), checklist.file());
    if (other != null) {
      reading
          .problems()
          .error(
              new Place(checklist.file(), 1, 1),
              "duplicate-name",
              "another checklist has this name ('" + checklist.name() + "' in " + other + ")",
              "give one of them another name");
    }
  }

  /** The part of the reference page that tells how checklists are written. */
  public static String reference() {
    return "## checklists/*.md\n\nBetween two lines `---` at the top of the file:\n\n"
        + Reference.write(ChecklistReader.SHAPE.fields())
        + "\nBelow, each line `- [ ] …` is an item; the headings are its sections.\n\n"
        + "| an item ends with | it is answered by |\n|---|---|\n"
        + "| `` `check: condition` `` | a named condition; what cannot be told is UNKNOWN |\n"
        + "| `` `run: runbook` `` | a run of that runbook |\n"
        + "| `` `logs: component` `` | the errors of its logs since the checklist was begun the last"
        + " time (the last 24 hours, if never): a fatal line is FAIL |\n"
        + "| `` `alerts:` `` | a person, who is shown the alerts since then |\n"
        + "| `` `value: unit` `` | a person, who writes a value down |\n"
        + "| nothing | a person, who ticks it |\n"
        + "\nBeside that an item may end with:\n\n"
        + "| | |\n|---|---|\n"
        + "| `` `role: 운영팀` `` | who does it, shown with the item |\n"
        + "| `` `minutes: 30` `` | how long it takes; the sum is shown |\n"
        + "| `` `due: 14d` `` | by when, counted from the checklist's start; a date in the calendar |\n"
        + "| `` `evidence: 복구 보고서` `` | what has to be handed in: it is done only with a file, or a"
        + " note that holds a link |\n";
  }
}
