package jigi.operate.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.run.Guards;
import jigi.base.run.Role;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/** What the acts of this room are made of, for the run engine. */
final class BackupRuns {
  private static final String TIMEOUT = "24h";

  /** A backup is tried every time, however often it failed before. */
  private static final Guards GUARDS = new Guards(1000, 0, Integer.MAX_VALUE);

  private BackupRuns() {}

  static StepDefinition step(
      String title, Role role, String language, Map<String, String> attributes) {
    Map<String, String> all = new TreeMap<>(attributes);
    all.put("timeout", TIMEOUT);
    return StepDefinition.of(title, role, new StepPart(language, "", all, 0));
  }

  /** All acts on the backups of a system wait for each other. */
  static RunDefinition definition(
      String kind, Plan plan, String title, List<StepDefinition> steps) {
    return new RunDefinition(
        kind + "-" + plan.name(),
        title,
        plan.system(),
        steps,
        null,
        List.of(plan.system() + "/backup"),
        List.of(),
        GUARDS);
  }

  static StepDefinition backupStep(Plan plan) {
    return step(plan.title(), Role.OWN, "backup", Map.of(BackupSteps.PLAN, plan.name()));
  }

  static RunDefinition backing(Plan plan) {
    return definition("backup", plan, plan.title(), List.of(backupStep(plan)));
  }

  static RunDefinition drilling(Plan plan) {
    return drilling(plan, null);
  }

  /** All good backups of the plan. */
  static RunDefinition verifying(Plan plan) {
    StepDefinition all =
        step(plan.title(), Role.OWN, "verify", Map.of(BackupSteps.PLAN, plan.name()));
    return definition("verify", plan, plan.title(), List.of(all));
  }

  static RunDefinition drilling(Plan plan, @Nullable Backup backup) {
    return drilling(plan, backup, null);
  }

  static RunDefinition drilling(Plan plan, @Nullable Backup backup, @Nullable Point point) {
    Map<String, String> attributes = new TreeMap<>(Map.of(BackupSteps.PLAN, plan.name()));
    if (backup != null) {
      attributes.put(BackupSteps.BACKUP, backup.id());
    }
    if (point != null) {
      attributes.put(BackupSteps.POINT, point.text());
    }
    List<StepDefinition> steps = new ArrayList<>();
    steps.add(step(plan.title(), Role.OWN, "drill", attributes));
    Plan.Drill drill = plan.drill();
    if (drill != null && drill.passed() != null) {
      steps.add(telling(plan, drill.passed()));
    }
    return definition("drill", plan, plan.title(), steps);
  }

  /** What people are told once everything before it has succeeded. */
  private static StepDefinition telling(Plan plan, Plan.Notice notice) {
    Map<String, String> attributes = new TreeMap<>();
    if (!notice.to().isEmpty()) {
      attributes.put("to", String.join(",", notice.to()));
    }
    if (!notice.by().isEmpty()) {
      attributes.put("by", String.join(",", notice.by()));
    }
    String text = notice.title() + "\n" + plan.title();
    return StepDefinition.of(notice.title(), Role.OWN, new StepPart("notify", text, attributes, 0));
  }

  /** The backups that runs which have not ended will ask for, by id. */
  static Set<String> awaited(RunEngine engine, String system) {
    return engine.openDefinitions(system).stream()
        .flatMap(definition -> definition.steps().stream())
        .map(step -> step.act().attributes().get(BackupSteps.BACKUP))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
