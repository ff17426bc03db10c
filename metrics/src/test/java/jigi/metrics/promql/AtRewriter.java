package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pins every selector of a query to one time, so that the time of evaluation must not matter. */
final class AtRewriter {
  private final TimeShift.At at;

  private AtRewriter(long atMs) {
    this.at = new TimeShift.At.Timestamp(atMs);
  }

  /** The pinned expression; null when it calls a function of the evaluation time. */
  static @Nullable Expr rewrite(Expr expr, long atMs) {
    boolean ofTime = Calls.in(expr).stream().anyMatch(call -> ofTime(call.function()));
    return ofTime ? null : new AtRewriter(atMs).rewrite(expr);
  }

  private Expr rewrite(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number -> number;
      case Expr.StringLiteral string -> string;
      case Expr.Paren paren -> new Expr.Paren(rewrite(paren.inner()), paren.position());
      case Expr.Unary unary ->
          new Expr.Unary(unary.negative(), rewrite(unary.operand()), unary.position());
      case Expr.Binary binary ->
          new Expr.Binary(
              binary.op(),
              binary.bool(),
              rewrite(binary.left()),
              rewrite(binary.right()),
              binary.matching(),
              binary.position());
      case Expr.Aggregate aggregate ->
          new Expr.Aggregate(
              aggregate.op(),
              aggregate.without(),
              aggregate.grouping(),
              aggregate.parameter() == null ? null : rewrite(aggregate.parameter()),
              rewrite(aggregate.operand()),
              aggregate.position());
      case Expr.Call call -> call(call);
      case Expr.VectorSelector selector -> selector(selector);
      case Expr.MatrixSelector matrix ->
          new Expr.MatrixSelector(selector(matrix.selector()), matrix.range(), matrix.position());
      case Expr.Subquery subquery ->
          new Expr.Subquery(
              subquery.operand(),
              subquery.range(),
              subquery.step(),
              pinned(subquery.shift()),
              subquery.position());
    };
  }

  private Expr call(Expr.Call call) {
    List<Expr> arguments = new ArrayList<>();
    call.arguments().forEach(argument -> arguments.add(rewrite(argument)));
    return new Expr.Call(call.function(), List.copyOf(arguments), call.position());
  }

  private Expr.VectorSelector selector(Expr.VectorSelector selector) {
    return new Expr.VectorSelector(
        selector.name(),
        selector.matchers(),
        pinned(selector.shift()),
        selector.extension(),
        selector.position());
  }

  private TimeShift pinned(TimeShift shift) {
    return shift.at() instanceof TimeShift.At.Timestamp ? shift : shift.withAt(at);
  }

  /** Whether its value depends on when it is evaluated. */
  private static boolean ofTime(Function function) {
    return switch (function) {
      case DAYS_IN_MONTH,
          DAY_OF_MONTH,
          DAY_OF_WEEK,
          DAY_OF_YEAR,
          END,
          HOUR,
          MINUTE,
          MONTH,
          PREDICT_LINEAR,
          RANGE,
          START,
          STEP,
          TIME,
          TIMESTAMP,
          YEAR ->
          true;
      default -> false;
    };
  }
}
