package jigi.operate.runbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Place;
import jigi.base.config.Shapes;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.Hosts;
import jigi.base.run.RunDefinition;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;
import jigi.detect.metric.ConditionPart;
import jigi.detect.rule.RulePart;

/** Reads {@code runbooks/*.md}. */
public final class RunbookPart implements ManualPart<List<Runbook>> {
  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");

  private static final Field<OnAlert> ACTIONS =
      Field.optional(
          "actions",
          Shapes.oneOf(OnAlert.class),
          "automatic",
          "The most that an alert of this system may do by itself with a runbook that acts:"
              + " 'on-alert' of a runbook says what it does, and this keeps it from doing more."
              + " Runbooks that only look are not held back.");

  private final ConnectPart hosts;
  private final ConditionPart conditions;
  private final RulePart rules;
  private final Languages languages;
  private final Function<ManualReading, Map<StepReference, Names>> named;

  /** The languages of steps besides sh, bash, approve, wait, condition and call. */
  public record Kinds(
      Collection<? extends StepSyntax> all,
      Function<ManualReading, Map<StepReference, Names>> named) {
    /** None. */
    public static final Kinds NONE = new Kinds(List.of(), reading -> Map.of());
  }

  /**
   * @param kinds further languages, and what their steps may name of a manual
   */
  public RunbookPart(ConnectPart hosts, ConditionPart conditions, RulePart rules, Kinds kinds) {
    this.hosts = hosts;
    this.conditions = conditions;
    this.rules = rules;
    this.languages = new Languages(kinds.all());
    this.named = kinds.named();
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(ACTIONS);
  }

  @Override
  public List<Runbook> read(ManualReading reading) {
    Surroundings surroundings =
        new Surroundings(
            reading.part(hosts).written().and(Hosts.LOCAL),
            conditions.names(reading),
            rules.alerts(reading),
            named.apply(reading));
    RunbookReader reader = new RunbookReader(languages, surroundings, reading.problems());
    AttributeChecker names = new AttributeChecker(languages, surroundings, reading.problems());
    List<Runbook> runbooks = new ArrayList<>();
    Map<String, String> files = new HashMap<>();
    String system = reading.find(SYSTEM, "");
    reading
        .source()
        .below("runbooks/", ".md")
        .forEach(
            (file, text) -> {
              RunbookReader.Read read = reader.read(system, file, text);
              if (read != null) {
                checkNames(read, names);
                reportTwice(read.runbook(), files, reading);
                runbooks.add(read.runbook());
              }
            });
    CallLinker linker = new CallLinker(runbooks, reading.problems());
    OnAlert allowed = reading.find(ACTIONS, OnAlert.AUTOMATIC);
    return runbooks.stream().map(linker::link).map(one -> one.atMost(allowed)).toList();
  }

  /** The definitions of those that can be run as a whole, by name. */
  public static Map<String, RunDefinition> executable(List<Runbook> runbooks) {
    Map<String, RunDefinition> all = new HashMap<>();
    for (Runbook runbook : runbooks) {
      if (runbook.definition() != null) {
        all.put(runbook.name(), runbook.definition());
      }
    }
    return all;
  }

  private static void checkNames(RunbookReader.Read read, AttributeChecker names) {
    FrontMatter front = read.front();
    if (front != null) {
      names.checkCondition(front.goal(), front.places().goal());
      front
          .disturbs()
          .forEach(one -> names.checkName(StepReference.COMPONENT, one, front.places().disturbs()));
      front.onAlert().keySet().forEach(alert -> names.checkAlert(alert, front.places().alert()));
    }
  }

  private static void reportTwice(
      Runbook runbook, Map<String, String> files, ManualReading reading) {
    String other = files.putIfAbsent(runbook.name(), runbook.file());
    if (other != null) {
      reading
          .problems()
          .error(
              new Place(runbook.file(), 1, 1),
              "duplicate-name",
              "another runbook has this name ('" + runbook.name() + "' in " + other + ")",
              "give one of them another name");
    }
  }
}
