package jigi.detect.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Problem;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.kernel.Nearest;
import jigi.detect.metric.ConditionPart;
import org.jspecify.annotations.Nullable;

/** Reads {@code rules/*.yaml}, Prometheus rule files as they are. */
public final class RulePart implements ManualPart<Rules> {
  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");
  private static final Field<List<String>> GLOBAL =
      Field.optional(
          "global-rules",
          Shapes.listOf(Shapes.text()),
          "Rule groups whose expressions read the series of all systems.");

  private final @Nullable ConditionPart conditions;

  /** Reads rules whatever metrics they name. */
  public RulePart() {
    this(null);
  }

  /**
   * @param conditions knows what the manual's probes can produce
   */
  public RulePart(@Nullable ConditionPart conditions) {
    this.conditions = conditions;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(GLOBAL);
  }

  @Override
  public Rules read(ManualReading reading) {
    List<String> global = reading.find(GLOBAL, List.of());
    // The key itself is read and reported by the manual's reader.
    String system = systemOf(reading);
    RuleFileReader reader =
        new RuleFileReader(
            system,
            Set.copyOf(global)::contains,
            reading.problems(),
            conditions == null ? null : reading.part(conditions).producers());
    List<RuleGroup> groups = new ArrayList<>();
    for (Map.Entry<String, String> file : files(reading).entrySet()) {
      groups.addAll(reader.read(file.getKey(), file.getValue()));
    }
    reportUnknownGroups(reading, global, groups);
    return new Rules(groups);
  }

  /** The names of the manual's rule files. */
  public static Set<String> fileNames(ManualReading reading) {
    return files(reading).keySet();
  }

  /**
   * The groups of some rule files as Prometheus alone would read them: of no system, with selectors
   * as they are written. Their mistakes are reported where the manual's own rules are read.
   */
  public static List<RuleGroup> plain(ManualReading reading, Collection<String> names) {
    RuleFileReader reader = new RuleFileReader("", group -> true, new Problems(), null);
    List<RuleGroup> groups = new ArrayList<>();
    files(reading)
        .forEach(
            (name, text) -> {
              if (names.contains(name)) {
                groups.addAll(reader.read(name, text));
              }
            });
    return groups;
  }

  private static Map<String, String> files(ManualReading reading) {
    Map<String, String> files = reading.source().below("rules/", ".yaml");
    files.putAll(reading.source().below("rules/", ".yml"));
    files.keySet().removeIf(RulePart::isUnitTest);
    return files;
  }

  /** Whether a file below {@code rules/} holds tests of rules, in promtool's format. */
  public static boolean isUnitTest(String name) {
    return name.startsWith("rules/") && (name.endsWith(".test.yaml") || name.endsWith(".test.yml"));
  }

  private static String systemOf(ManualReading reading) {
    return reading.find(SYSTEM, "");
  }

  private static void reportUnknownGroups(
      ManualReading reading, List<String> global, List<RuleGroup> groups) {
    Set<String> names = new HashSet<>();
    groups.forEach(group -> names.add(group.name()));
    for (String name : global) {
      if (!names.contains(name)) {
        reading
            .problems()
            .error(
                reading.placeOf(GLOBAL),
                "unknown-group",
                "no rule group has this name ('" + name + "')",
                Nearest.hint(name, names));
      }
    }
  }

  /** The names of the alerting rules, for other parts that refer to them. */
  public Names alerts(ManualReading reading) {
    return reading.problems().sorted().stream().anyMatch(RulePart::hidesAlerts)
        ? Names.unknown()
        : Names.of(reading.part(this).alertNames());
  }

  /** A rule with a mistake is not read, so that its alert is not known by name. */
  private static boolean hidesAlerts(Problem problem) {
    return problem.level() == Problem.Level.ERROR && problem.place().file().startsWith("rules/");
  }
}
