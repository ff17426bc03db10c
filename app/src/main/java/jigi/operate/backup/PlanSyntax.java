package jigi.operate.backup;

import java.util.Map;
import java.util.Set;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;

/** {@code ```backup plan=database}, drills, restores and prunings, in the middle of a runbook. */
public class PlanSyntax implements StepSyntax {
  private final String language;

  private PlanSyntax(String language) {
    this.language = language;
  }

  PlanSyntax(PlanSyntax other) {
    this(other.language);
  }

  /** Makes a backup. */
  public static PlanSyntax backup() {
    return new PlanSyntax("backup");
  }

  /** Restores the newest good one on a scratch server. */
  public static PlanSyntax drill() {
    return new PlanSyntax("drill");
  }

  /** Restores the newest good ones in their own places. */
  public static PlanSyntax restore() {
    return new PlanSyntax("restore");
  }

  /** Removes the copies that the plan's rules keep no longer. */
  public static PlanSyntax prune() {
    return new PlanSyntax("prune");
  }

  /** What takes the place of data is a person's decision. */
  @Override
  public final boolean consented() {
    return language.equals("restore");
  }

  @Override
  public final String language() {
    return language;
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(BackupSteps.PLAN);
  }

  @Override
  public final Map<String, StepReference> references() {
    return Map.of(BackupSteps.PLAN, StepReference.PLAN);
  }

  @Override
  public final Class<?> beside() {
    return PlanSyntax.class;
  }

  /** Backups of a system wait for each other, whoever begins them. */
  @Override
  public final Set<String> locks(String system) {
    return Set.of(system + "/backup");
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    if (!part.attributes().containsKey(BackupSteps.PLAN)) {
      problems.error(
          place,
          "missing-attribute",
          "a " + language + " block names no plan",
          "write ```" + language + " plan=name-of-the-plan");
    }
  }
}
