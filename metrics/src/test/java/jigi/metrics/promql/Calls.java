package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;

/** The function calls in an expression. */
final class Calls {
  private final List<Expr.Call> found = new ArrayList<>();

  private Calls() {}

  /** All of them, also those within subqueries and arguments. */
  static List<Expr.Call> in(Expr expr) {
    Calls calls = new Calls();
    calls.look(expr);
    return calls.found;
  }

  /** The selectors whose start timestamps count, if there are any: a subquery hands on none. */
  static List<Expr.VectorSelector> startReaders(Expr expr) {
    List<Expr.VectorSelector> readers = new ArrayList<>();
    for (Expr.Call call : in(expr)) {
      switch (call.function()) {
        case RATE, INCREASE, IRATE, RESETS, START_TIMESTAMP -> {
          Expr argument = Evaluator.withoutParens(call.arguments().getFirst());
          if (argument instanceof Expr.MatrixSelector matrix) {
            readers.add(matrix.selector());
          } else if (argument instanceof Expr.VectorSelector selector) {
            readers.add(selector);
          }
        }
        default -> {}
      }
    }
    return readers;
  }

  private void look(Expr expr) {
    switch (expr) {
      case Expr.Call call -> {
        found.add(call);
        call.arguments().forEach(this::look);
      }
      case Expr.Paren paren -> look(paren.inner());
      case Expr.Unary unary -> look(unary.operand());
      case Expr.Binary binary -> {
        look(binary.left());
        look(binary.right());
      }
      case Expr.Aggregate aggregate -> {
        if (aggregate.parameter() != null) {
          look(aggregate.parameter());
        }
        look(aggregate.operand());
      }
      case Expr.Subquery subquery -> look(subquery.operand());
      case Expr.NumberLiteral ignored -> {}
      case Expr.StringLiteral ignored -> {}
      case Expr.VectorSelector ignored -> {}
      case Expr.MatrixSelector ignored -> {}
    }
  }
}
