package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jigi.detect.alert.Alerts;
import jigi.detect.metric.Condition;
import jigi.detect.metric.Conditions;
import jigi.detect.rule.Rule;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.BinaryOp;
import jigi.metrics.promql.Expr;
import jigi.present.api.view.ComponentFacts.Limit;
import org.jspecify.annotations.Nullable;

/** The upper limits that rules and conditions set to a metric by comparing it with a number. */
final class Limits {
  private final Alerts alerts;
  private final Conditions conditions;

  Limits(Alerts alerts, Conditions conditions) {
    this.alerts = alerts;
    this.conditions = conditions;
  }

  /** The lowest first; of equal ones the first rule, else the first condition. */
  List<Limit> of(String system, String component, String metric) {
    List<Limit> found = new ArrayList<>();
    for (Alerts.RuleView view : alerts.rules(system)) {
      if (view.rule() instanceof Rule.Alerting rule) {
        collect(rule.expression().expr(), new Wanted(component, metric, true), rule.name(), found);
      }
    }
    for (Condition condition : conditions.written(system)) {
      collect(condition.expr(), new Wanted(component, metric, false), condition.name(), found);
    }
    List<Limit> distinct = new ArrayList<>();
    for (Limit limit : found) {
      if (distinct.stream().noneMatch(known -> known.value() == limit.value())) {
        distinct.add(limit);
      }
    }
    distinct.sort(Comparator.comparingDouble(Limit::value));
    return distinct;
  }

  /**
   * @param alarm whether the comparison says what is bad; else what is good
   */
  private record Wanted(String component, String metric, boolean alarm) {
    boolean compares(BinaryOp op) {
      return alarm
          ? op == BinaryOp.GREATER || op == BinaryOp.GREATER_EQUAL
          : op == BinaryOp.LESS || op == BinaryOp.LESS_EQUAL;
    }

    boolean reads(Expr expr) {
      Expr.VectorSelector selector = selector(expr);
      return selector != null
          && metric.equals(selector.name())
          && selector.matchers().stream().allMatch(this::concerns);
    }

    private boolean concerns(Matcher matcher) {
      return !matcher.name().equals("component") || matcher.matches(component);
    }
  }

  private static void collect(Expr expr, Wanted wanted, String name, List<Limit> found) {
    if (expr instanceof Expr.Paren paren) {
      collect(paren.inner(), wanted, name, found);
    } else if (expr instanceof Expr.Binary binary) {
      boolean limits = wanted.compares(binary.op()) && wanted.reads(binary.left());
      if (limits && bare(binary.right()) instanceof Expr.NumberLiteral number) {
        found.add(new Limit(name, number.value()));
      } else if (binary.op() == BinaryOp.AND || binary.op() == BinaryOp.OR) {
        collect(binary.left(), wanted, name, found);
        collect(binary.right(), wanted, name, found);
      }
    }
  }

  /** What an expression reads as it is, or summed up over time or series; else null. */
  private static Expr.@Nullable VectorSelector selector(Expr expr) {
    Expr bare = bare(expr);
    if (bare instanceof Expr.VectorSelector selector) {
      return selector;
    }
    if (bare instanceof Expr.Aggregate aggregate) {
      return selector(aggregate.operand());
    }
    return bare instanceof Expr.Call call
            && call.arguments().size() == 1
            && call.arguments().getFirst() instanceof Expr.MatrixSelector matrix
            && call.function().text().endsWith("_over_time")
        ? matrix.selector()
        : null;
  }

  private static Expr bare(Expr expr) {
    return expr instanceof Expr.Paren paren ? bare(paren.inner()) : expr;
  }
}
