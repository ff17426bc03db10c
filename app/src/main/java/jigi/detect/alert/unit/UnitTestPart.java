package jigi.detect.alert.unit;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.kernel.Nearest;
import jigi.detect.rule.NoData;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleGroup;
import jigi.detect.rule.RulePart;

/**
 * Runs {@code rules/*.test.yaml}, promtool's unit tests of rules, and reports what does not come as
 * they expect. What is read is how many cases there were. A test is of the rules alone: they are
 * evaluated as Prometheus would, without the system that Jigi adds and with series that end like
 * any that is below its threshold.
 */
public final class UnitTestPart implements ManualPart<Integer> {
  @Override
  public List<Field<?>> fields() {
    return List.of();
  }

  @Override
  public Integer read(ManualReading reading) {
    // Rules with mistakes are not all read, and what tests say of the others misleads.
    boolean broken =
        reading.problems().sorted().stream()
            .anyMatch(problem -> problem.isError() && isOfRules(problem.place().file()));
    int cases = 0;
    for (Map.Entry<String, String> file : reading.source().files().entrySet()) {
      if (RulePart.isUnitTest(file.getKey())) {
        UnitTests tests = UnitTestReader.read(file.getKey(), file.getValue(), reading.problems());
        if (tests != null && !broken) {
          cases += run(reading, file.getKey(), tests);
        }
      }
    }
    return cases;
  }

  private static boolean isOfRules(String file) {
    return file.startsWith("rules/") && !RulePart.isUnitTest(file);
  }

  private static int run(ManualReading reading, String file, UnitTests tests) {
    List<RuleGroup> rules = rules(reading, file, tests);
    reportUnknownAlerts(reading, tests, rules);
    int cases = 0;
    for (UnitTests.Group group : tests.groups()) {
      Verdict verdict = new Verdict(group, tests.fuzzy(), reading.problems());
      new UnitTestRun(tests.interval(), group, rules, verdict).run();
      cases += group.alerts().size() + group.expressions().size();
    }
    return cases;
  }

  private static List<RuleGroup> rules(ManualReading reading, String file, UnitTests tests) {
    Set<String> named = new TreeSet<>();
    for (UnitTests.RuleFile wanted : tests.ruleFiles()) {
      Set<String> found = matching(file, wanted.pattern(), RulePart.fileNames(reading));
      if (found.isEmpty()) {
        reading
            .problems()
            .warning(
                wanted.place(),
                "unknown-rule-file",
                "no rule file of the manual has this name ('" + wanted.pattern() + "')",
                "name it as it is called from this file's folder, for example alerts.yaml");
      }
      named.addAll(found);
    }
    List<RuleGroup> rules = new ArrayList<>();
    RulePart.plain(reading, named).forEach(group -> rules.add(resolving(group)));
    List<String> order = tests.order();
    // Those that are not named stand beside the first, as in promtool.
    rules.sort(Comparator.comparingInt(group -> Math.max(0, order.indexOf(group.name()))));
    return rules;
  }

  /** The names that a pattern stands for, seen from the folder of the file of tests. */
  private static Set<String> matching(String file, String pattern, Set<String> names) {
    Set<String> found = new TreeSet<>();
    try {
      String wanted = Path.of(file).resolveSibling(pattern).normalize().toString();
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
      names.stream().filter(name -> matcher.matches(Path.of(name))).forEach(found::add);
    } catch (PatternSyntaxException | java.nio.file.InvalidPathException e) {
      found.clear();
    }
    return found;
  }

  /** As Prometheus takes series that end: they are as if below the threshold. */
  private static RuleGroup resolving(RuleGroup group) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : group.rules()) {
      rules.add(
          switch (rule) {
            case Rule.Recording recording -> recording;
            case Rule.Alerting alerting -> {
              Rule.Timing timing = alerting.timing();
              yield new Rule.Alerting(
                  alerting.key(),
                  alerting.name(),
                  alerting.expression(),
                  new Rule.Timing(timing.hold(), timing.keepFiring(), NoData.RESOLVE),
                  alerting.texts(),
                  alerting.place());
            }
          });
    }
    return new RuleGroup(
        group.system(), group.file(), group.name(), group.schedule(), group.limit(), rules);
  }

  /** A test that nothing fires holds for a name that is misspelt, too. */
  private static void reportUnknownAlerts(
      ManualReading reading, UnitTests tests, List<RuleGroup> rules) {
    Set<String> known = new TreeSet<>();
    rules.forEach(
        group ->
            group.rules().stream()
                .filter(Rule.Alerting.class::isInstance)
                .forEach(rule -> known.add(rule.name())));
    for (UnitTests.Group group : tests.groups()) {
      for (UnitTests.AlertCase one : group.alerts()) {
        if (!known.contains(one.alert()) && one.expected().isEmpty()) {
          reading
              .problems()
              .warning(
                  one.place(),
                  "unknown-alert",
                  "none of the tested rules raises this alert ('" + one.alert() + "')",
                  Nearest.hint(one.alert(), known));
        }
      }
    }
  }
}
