package jigi.metrics.promql;

import java.util.function.UnaryOperator;

/** Applies what stands behind a selector or subquery to it. */
final class Modifiers {
  private Modifiers() {}

  static Expr offset(Expr expr, DurationExpr offset, TokenStream tokens) {
    TimeShift shift = shift(expr, "offset modifier", tokens);
    if (shift.offset() != null) {
      throw tokens.error(expr.position(), "offset may not be set multiple times");
    }
    if (offset instanceof DurationExpr.Literal literal
        && Durations.toMillis(literal.value()) == 0) {
      return shifted(expr, UnaryOperator.identity(), tokens);
    }
    return shifted(expr, old -> old.withOffset(offset), tokens);
  }

  static Expr at(Expr expr, TimeShift.At at, TokenStream tokens) {
    TimeShift shift = shift(expr, "@ modifier", tokens);
    if (shift.at() != null) {
      throw tokens.error(expr.position(), "@ <timestamp> may not be set multiple times");
    }
    return shifted(expr, old -> old.withAt(at), tokens);
  }

  private static TimeShift shift(Expr expr, String what, TokenStream tokens) {
    return switch (expr) {
      case Expr.VectorSelector selector -> selector.shift();
      case Expr.MatrixSelector matrix -> matrix.selector().shift();
      case Expr.Subquery subquery -> subquery.shift();
      case Expr.NumberLiteral e -> throw misplaced(e, what, tokens);
      case Expr.StringLiteral e -> throw misplaced(e, what, tokens);
      case Expr.Paren e -> throw misplaced(e, what, tokens);
      case Expr.Unary e -> throw misplaced(e, what, tokens);
      case Expr.Binary e -> throw misplaced(e, what, tokens);
      case Expr.Aggregate e -> throw misplaced(e, what, tokens);
      case Expr.Call e -> throw misplaced(e, what, tokens);
    };
  }

  private static PromQlException misplaced(Expr expr, String what, TokenStream tokens) {
    return tokens.error(
        expr.position(),
        what
            + " must be preceded by an instant vector selector or range vector selector"
            + " or a subquery");
  }

  private static Expr shifted(Expr expr, UnaryOperator<TimeShift> change, TokenStream tokens) {
    Position position = new Position(expr.position().start(), tokens.lastEnd());
    return switch (expr) {
      case Expr.VectorSelector selector ->
          new Expr.VectorSelector(
              selector.name(),
              selector.matchers(),
              change.apply(selector.shift()),
              selector.extension(),
              position);
      case Expr.MatrixSelector matrix ->
          new Expr.MatrixSelector(
              (Expr.VectorSelector) shifted(matrix.selector(), change, tokens),
              matrix.range(),
              position);
      case Expr.Subquery subquery ->
          new Expr.Subquery(
              subquery.operand(),
              subquery.range(),
              subquery.step(),
              change.apply(subquery.shift()),
              position);
      default -> throw new IllegalStateException("not shiftable: " + expr);
    };
  }

  static Expr extend(Expr expr, Expr.Extension extension, TokenStream tokens) {
    String name = extension == Expr.Extension.ANCHORED ? "anchored" : "smoothed";
    return switch (expr) {
      case Expr.VectorSelector selector -> extended(selector, extension, tokens);
      case Expr.MatrixSelector matrix ->
          new Expr.MatrixSelector(
              extended(matrix.selector(), extension, tokens),
              matrix.range(),
              new Position(matrix.position().start(), tokens.lastEnd()));
      case Expr.Subquery subquery ->
          throw tokens.error(
              subquery.position(), name + " modifier is not supported for subqueries");
      default -> throw tokens.error(expr.position(), name + " modifier not implemented");
    };
  }

  private static Expr.VectorSelector extended(
      Expr.VectorSelector selector, Expr.Extension extension, TokenStream tokens) {
    if (selector.extension() != Expr.Extension.NONE && selector.extension() != extension) {
      throw tokens.error(
          selector.position(), "anchored and smoothed modifiers cannot be used together");
    }
    return new Expr.VectorSelector(
        selector.name(),
        selector.matchers(),
        selector.shift(),
        extension,
        new Position(selector.position().start(), tokens.lastEnd()));
  }
}
