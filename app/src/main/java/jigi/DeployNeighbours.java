package jigi;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.run.ConditionChecker;
import jigi.detect.metric.Metrics;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.operate.backup.Backup;
import jigi.operate.backup.Backups;
import jigi.operate.backup.Plan;
import jigi.operate.backup.Standing;
import jigi.operate.checklist.Checklists;
import jigi.operate.checklist.Sheet;
import jigi.operate.deploy.Neighbours;
import org.jspecify.annotations.Nullable;

/** What deployments ask of backups, checklists, conditions and metrics. */
final class DeployNeighbours implements Neighbours {
  private static final int SHEETS = 20;

  /** What was measured longer ago is not the load of now. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final Timeline timeline;
  private final Metrics metrics;
  private final ConditionChecker conditions;
  private final Backups backups;
  private @Nullable Checklists checklists;

  DeployNeighbours(
      Timeline timeline, Metrics metrics, ConditionChecker conditions, Backups backups) {
    this.timeline = timeline;
    this.metrics = metrics;
    this.conditions = conditions;
    this.backups = backups;
  }

  /** Checklists stand on the run engine, which knows deployments already. */
  void use(Checklists all) {
    checklists = all;
  }

  @Override
  public @Nullable Instant provenBackup(String system, String plan) {
    Plan found = backups.find(system, plan);
    if (found == null) {
      return null;
    }
    Standing standing = backups.standing(found);
    Backup good = standing.good();
    return good == null || !standing.isProven() ? null : good.at().taken();
  }

  @Override
  public @Nullable Instant signed(String system, String checklist) {
    return Objects.requireNonNull(checklists).history(system, checklist, SHEETS).stream()
        .filter(sheet -> sheet.signature() != null && sheet.status() == Status.OK)
        .filter(sheet -> sheet.open() == 0)
        .map(Sheet::signature)
        .filter(Objects::nonNull)
        .map(Sheet.Signature::at)
        .max(Instant::compareTo)
        .orElse(null);
  }

  @Override
  public ConditionChecker.Check now(String system, String condition) {
    return conditions.now(system, condition);
  }

  @Override
  public ConditionChecker.Check fresh(String system, String condition, Instant since)
      throws InterruptedException {
    return conditions.fresh(system, condition, since);
  }

  @Override
  public @Nullable Double value(String system, String expression) throws InterruptedException {
    try {
      var own = PromQl.withMatcher(PromQl.parse(expression), Matcher.equal("system", system));
      return switch (metrics.query(own, timeline.instant())) {
        case QueryResult.Scalar scalar -> scalar.value();
        case QueryResult.Vector vector ->
            vector.samples().size() == 1 ? vector.samples().getFirst().value() : null;
        case QueryResult.StringValue text -> null;
        case QueryResult.Matrix matrix -> null;
      };
    } catch (PromQlException e) {
      return null; // no evidence: the gate says so
    }
  }

  @Override
  public List<Double> values(String system, String expression, Duration back, Duration step)
      throws InterruptedException {
    Instant now = timeline.instant();
    int count = 1 + Math.ceilDiv((int) back.toMillis(), (int) step.toMillis());
    Double[] all = new Double[count];
    Arrays.fill(all, Double.NaN);
    try {
      var own = PromQl.withMatcher(PromQl.parse(expression), Matcher.equal("system", system));
      Instant start = now.minus(step.multipliedBy(count - 1L));
      QueryOptions recent = QueryOptions.DEFAULT.withLookback(RECENT);
      List<QueryResult.Points> series = metrics.queryRange(own, start, now, step, recent).series();
      if (series.size() == 1) {
        QueryResult.Points points = series.getFirst();
        for (int i = 0; i < points.size(); i++) {
          long at = points.timestampsMs()[i] - start.toEpochMilli();
          all[(int) (at / step.toMillis())] = points.values()[i];
        }
      }
    } catch (PromQlException e) {
      return List.of(Double.NaN); // nothing is known: nothing is changed
    }
    return List.of(all);
  }
}
