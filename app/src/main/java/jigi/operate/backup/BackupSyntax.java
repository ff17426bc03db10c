package jigi.operate.backup;

import java.util.Map;
import java.util.Set;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;

/** {@code ```backup plan=database}: a backup in the middle of a runbook. */
public class BackupSyntax implements StepSyntax {
  static final String LANGUAGE = "backup";

  @Override
  public final String language() {
    return LANGUAGE;
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
    return BackupSyntax.class;
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
          "a backup block names no plan",
          "write ```backup plan=name-of-the-plan");
    }
  }
}
