package jigi.metrics.promql;

import java.util.List;
import jigi.metrics.model.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A parsed PromQL expression. {@code toString()} is PromQL again, in one canonical form that parses
 * to the same expression.
 */
public sealed interface Expr {
  ValueType type();

  /** The place in the text that was parsed. */
  Position position();

  /**
   * @param withUnit whether the author wrote a duration ({@code 5m}); value is then in seconds
   */
  record NumberLiteral(double value, boolean withUnit, Position position) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }

    @Override
    public String toString() {
      return withUnit ? Durations.formatSeconds(value) : Text.literal(value);
    }
  }

  record StringLiteral(String value, Position position) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }

    @Override
    public String toString() {
      return Text.quote(value);
    }
  }

  record Paren(Expr inner, Position position) implements Expr {
    @Override
    public ValueType type() {
      return inner.type();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  record Unary(boolean negative, Expr operand, Position position) implements Expr {
    @Override
    public ValueType type() {
      return operand.type();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * @param bool whether a comparison yields 0 or 1 and does not filter
   * @param matching null unless both sides are vectors
   */
  record Binary(
      BinaryOp op,
      boolean bool,
      Expr left,
      Expr right,
      @Nullable VectorMatching matching,
      Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * @param without whether {@code grouping} names the labels to drop, else those to keep
   * @param parameter k, the quantile or the label, null for operators without one
   */
  record Aggregate(
      AggregateOp op,
      boolean without,
      List<String> grouping,
      @Nullable Expr parameter,
      Expr operand,
      Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  record Call(Function function, List<Expr> arguments, Position position) implements Expr {
    @Override
    public ValueType type() {
      return function.result();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** How samples at the bounds of a range are made up: not at all, or as PROM-52 describes. */
  enum Extension {
    NONE,
    ANCHORED,
    SMOOTHED
  }

  /**
   * @param name the metric name written before the braces, null when there is none
   * @param matchers all conditions, the one on the name included
   */
  record VectorSelector(
      @Nullable String name,
      List<Matcher> matchers,
      TimeShift shift,
      Extension extension,
      Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  record MatrixSelector(VectorSelector selector, DurationExpr range, Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * @param step null for the engine's default
   */
  record Subquery(
      Expr operand,
      DurationExpr range,
      @Nullable DurationExpr step,
      TimeShift shift,
      Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }
}
