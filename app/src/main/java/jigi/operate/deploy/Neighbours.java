package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.run.ConditionChecker;
import org.jspecify.annotations.Nullable;

/** What deployments ask of other rooms. */
public interface Neighbours {
  /**
   * The instant that the newest good backup of a plan gives back, of a plan whose backups were
   * restored in a drill; null when there is none, or when none was ever restored.
   */
  @Nullable Instant provenBackup(String system, String plan);

  /** When a checklist was last signed with every item well; null when it never was. */
  @Nullable Instant signed(String system, String checklist);

  /** A condition as it is now. */
  ConditionChecker.Check now(String system, String condition);

  /** A condition by what was probed since the instant. */
  ConditionChecker.Check fresh(String system, String condition, Instant since)
      throws InterruptedException;

  /**
   * The one value of a PromQL expression.
   *
   * @return null when it has none, or several
   */
  @Nullable Double value(String system, String expression) throws InterruptedException;

  /**
   * The one value of a PromQL expression at each of the steps until now, the newest last; NaN where
   * it has none or several, or only one that is older than a minute.
   */
  List<Double> values(String system, String expression, Duration back, Duration step)
      throws InterruptedException;
}
