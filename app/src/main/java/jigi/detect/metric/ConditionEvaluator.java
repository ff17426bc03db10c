package jigi.detect.metric;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.detect.probe.Evidence;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a comparison with three values: no series is UNKNOWN, any that is false is FAIL, all
 * true is OK.
 */
final class ConditionEvaluator {
  private final Metrics metrics;

  ConditionEvaluator(Metrics metrics) {
    this.metrics = metrics;
  }

  Conditions.Verdict evaluate(Condition condition, Instant at) throws InterruptedException {
    try {
      return switch (metrics.query(condition.expr(), at)) {
        case QueryResult.Scalar scalar ->
            scalar.value() == 1
                ? verdict(condition, Status.OK, condition.text())
                : verdict(condition, Status.FAIL, "not " + condition.text());
        case QueryResult.Vector vector -> judge(condition, vector.samples(), at);
        case QueryResult.StringValue text ->
            throw new IllegalStateException("a comparison: " + text);
        case QueryResult.Matrix matrix -> throw new IllegalStateException("an instant: " + matrix);
      };
    } catch (PromQlException e) {
      return verdict(condition, Status.UNKNOWN, e.code() + ": " + e.getMessage());
    }
  }

  private Conditions.Verdict judge(
      Condition condition, List<QueryResult.Sample> samples, Instant at)
      throws InterruptedException {
    if (samples.isEmpty()) {
      return verdict(condition, Status.UNKNOWN, "nothing was measured for " + condition.text());
    }
    List<QueryResult.Sample> untrue =
        samples.stream().filter(sample -> sample.value() != 1).toList();
    QueryResult.Sample shown = untrue.isEmpty() ? samples.getFirst() : untrue.getFirst();
    List<QueryResult.Sample> alike = untrue.isEmpty() ? samples : untrue;
    String more = alike.size() > 1 ? " (and " + (alike.size() - 1) + " more)" : "";
    String seen = seen(condition, shown, at) + more;
    return untrue.isEmpty()
        ? verdict(condition, Status.OK, seen)
        : verdict(condition, Status.FAIL, seen + ", expected " + expected(condition));
  }

  /** {@code host_memory_used_ratio{host="app"} is 0.91}. */
  private String seen(Condition condition, QueryResult.Sample bool, Instant at)
      throws InterruptedException {
    QueryResult.Sample left = find(metrics.query(condition.expr().left(), at), bool.labels());
    String labels = (left == null ? bool.labels() : left.labels()).without("system").toString();
    String name =
        labels.equals("{}") || labels.isEmpty() ? condition.expr().left().toString() : labels;
    return left == null ? name : name + " is " + Evidence.number(left.value());
  }

  private static QueryResult.@Nullable Sample find(QueryResult result, Labels bool) {
    if (result instanceof QueryResult.Vector vector) {
      for (QueryResult.Sample sample : vector.samples()) {
        if (sample.labels().without(Labels.METRIC_NAME).equals(bool.without(Labels.METRIC_NAME))) {
          return sample;
        }
      }
    }
    return null;
  }

  private static String expected(Condition condition) {
    return condition.expr().op().text() + " " + condition.expr().right();
  }

  private static Conditions.Verdict verdict(Condition condition, Status status, String evidence) {
    return new Conditions.Verdict(condition, status, evidence);
  }

  /** True when every series of what it reads is judged by itself, and none is summed up. */
  static boolean isPerSeries(Condition condition) {
    return condition.expr().left() instanceof Expr.VectorSelector;
  }
}
