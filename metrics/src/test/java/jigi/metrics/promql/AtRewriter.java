package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pins every selector of a query to one time, so that the time of evaluation must not matter. */
final class AtRewriter {
  private final TimeShift.At at;
  private boolean dependsOnTime;

  private AtRewriter(long atMs) {
    this.at = new TimeShift.At.Timestamp(atMs);
  }

  /** The pinned expression; null when it calls a function of the evaluation time. */
  static @Nullable Expr rewrite(Expr expr, long atMs) {
    AtRewriter rewriter = new AtRewriter(atMs);
    Expr rewritten = rewriter.rewrite(expr);
    return rewriter.dependsOnTime ? null : rewritten;
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
      case Expr.Subquery subquery -> {
        new TimeFunctions().look(subquery.operand());
        yield new Expr.Subquery(
            subquery.operand(),
            subquery.range(),
            subquery.step(),
            pinned(subquery.shift()),
            subquery.position());
      }
    };
  }

  private Expr call(Expr.Call call) {
    new TimeFunctions().note(call.function());
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

  /** Looks for functions whose value depends on when they are evaluated. */
  private final class TimeFunctions {
    void note(Function function) {
      switch (function) {
        case DAYS_IN_MONTH,
            DAY_OF_MONTH,
            DAY_OF_WEEK,
            DAY_OF_YEAR,
            END,
            HOUR,
            MINUTE,
            MONTH,
            YEAR,
            PREDICT_LINEAR,
            RANGE,
            START,
            STEP,
            TIME,
            TIMESTAMP ->
            dependsOnTime = true;
        default -> {}
      }
    }

    void look(Expr expr) {
      switch (expr) {
        case Expr.Call call -> {
          note(call.function());
          call.arguments().forEach(this::look);
        }
        case Expr.Paren paren -> look(paren.inner());
        case Expr.Unary unary -> look(unary.operand());
        case Expr.Binary binary -> {
          look(binary.left());
          look(binary.right());
        }
        case Expr.Aggregate aggregate -> look(aggregate.operand());
        case Expr.Subquery subquery -> look(subquery.operand());
        case Expr.NumberLiteral ignored -> {}
        case Expr.StringLiteral ignored -> {}
        case Expr.VectorSelector ignored -> {}
        case Expr.MatrixSelector ignored -> {}
      }
    }
  }
}
