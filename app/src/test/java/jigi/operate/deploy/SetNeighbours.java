package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.kernel.Status;
import jigi.base.run.ConditionChecker;
import org.jspecify.annotations.Nullable;

/** Other rooms that say what a test sets. */
final class SetNeighbours implements Neighbours {
  volatile @Nullable Instant proven;
  volatile @Nullable Instant signed;

  /** By name; UNKNOWN where nothing is set. */
  final Map<String, Status> conditions = new ConcurrentHashMap<>();

  /** By expression; none where nothing is set. */
  final Map<String, Double> values = new ConcurrentHashMap<>();

  @Override
  public @Nullable Instant provenBackup(String system, String plan) {
    return proven;
  }

  @Override
  public @Nullable Instant signed(String system, String checklist) {
    return signed;
  }

  @Override
  public ConditionChecker.Check now(String system, String condition) {
    Status status = conditions.getOrDefault(condition, Status.UNKNOWN);
    return new ConditionChecker.Check(status, condition + " is " + status);
  }

  @Override
  public ConditionChecker.Check fresh(String system, String condition, Instant since) {
    return now(system, condition);
  }

  @Override
  public @Nullable Double value(String system, String expression) {
    return values.get(expression);
  }

  /** As if it had always been so; not measured where nothing is set. */
  @Override
  public List<Double> values(String system, String expression, Duration back, Duration step) {
    Double value = values.getOrDefault(expression, Double.NaN);
    return Collections.nCopies(
        1 + Math.ceilDiv((int) back.toMillis(), (int) step.toMillis()), value);
  }
}
