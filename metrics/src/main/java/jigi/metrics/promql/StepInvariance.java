package jigi.metrics.promql;

import java.util.IdentityHashMap;
import java.util.Map;

/** Tells which parts of an expression have the same value at every step, because of {@code @}. */
final class StepInvariance {
  private final Map<Expr, Boolean> known = new IdentityHashMap<>();

  boolean of(Expr expr) {
    Boolean answer = known.get(expr);
    if (answer == null) {
      answer = compute(expr);
      known.put(expr, answer);
    }
    return answer;
  }

  private boolean compute(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral ignored -> true;
      case Expr.StringLiteral ignored -> true;
      case Expr.Paren paren -> of(paren.inner());
      case Expr.Unary unary -> of(unary.operand());
      case Expr.Binary binary -> of(binary.left()) && of(binary.right());
      case Expr.Aggregate aggregate ->
          of(aggregate.operand()) && (aggregate.parameter() == null || of(aggregate.parameter()));
      case Expr.Call call -> ofCall(call);
      case Expr.VectorSelector selector -> selector.shift().at() != null;
      case Expr.MatrixSelector matrix -> matrix.selector().shift().at() != null;
      case Expr.Subquery subquery -> subquery.shift().at() != null;
    };
  }

  private boolean ofCall(Expr.Call call) {
    for (Expr argument : call.arguments()) {
      if (!of(argument)) {
        return false;
      }
    }
    return switch (call.function()) {
      case TIME, PREDICT_LINEAR -> false;
      case TIMESTAMP ->
          Evaluator.withoutParens(call.arguments().getFirst()) instanceof Expr.VectorSelector;
      case DAYS_IN_MONTH, DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, HOUR, MINUTE, MONTH, YEAR ->
          !call.arguments().isEmpty();
      default -> true;
    };
  }
}
