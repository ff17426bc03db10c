package jigi.metrics.promql;

/**
 * A range, step or offset: a literal, or arithmetic on literals and on the query's step and range.
 */
public sealed interface DurationExpr {
  Position position();

  /**
   * The value in seconds.
   *
   * @param stepSeconds resolution of the query
   * @param rangeSeconds end minus start of the query
   */
  double seconds(double stepSeconds, double rangeSeconds);

  /**
   * @param withUnit whether the author wrote {@code 5m}, not {@code 300}
   */
  record Literal(double value, boolean withUnit, Position position) implements DurationExpr {
    @Override
    public double seconds(double stepSeconds, double rangeSeconds) {
      return value;
    }

    @Override
    public String toString() {
      return withUnit ? Durations.formatSeconds(value) : Text.literal(value);
    }
  }

  record Step(Position position) implements DurationExpr {
    @Override
    public double seconds(double stepSeconds, double rangeSeconds) {
      return stepSeconds;
    }

    @Override
    public String toString() {
      return "step()";
    }
  }

  record Range(Position position) implements DurationExpr {
    @Override
    public double seconds(double stepSeconds, double rangeSeconds) {
      return rangeSeconds;
    }

    @Override
    public String toString() {
      return "range()";
    }
  }

  record Negation(DurationExpr operand, Position position) implements DurationExpr {
    @Override
    public double seconds(double stepSeconds, double rangeSeconds) {
      return -operand.seconds(stepSeconds, rangeSeconds);
    }

    @Override
    public String toString() {
      return "-" + operand;
    }
  }

  record Group(DurationExpr inner, Position position) implements DurationExpr {
    @Override
    public double seconds(double stepSeconds, double rangeSeconds) {
      return inner.seconds(stepSeconds, rangeSeconds);
    }

    @Override
    public String toString() {
      return "(" + inner + ")";
    }
  }

  record Extreme(boolean max, DurationExpr left, DurationExpr right, Position position)
      implements DurationExpr {
    @Override
    public double seconds(double stepSeconds, double rangeSeconds) {
      double l = left.seconds(stepSeconds, rangeSeconds);
      double r = right.seconds(stepSeconds, rangeSeconds);
      return max ? Math.max(l, r) : Math.min(l, r);
    }

    @Override
    public String toString() {
      return (max ? "max_of(" : "min_of(") + left + ", " + right + ")";
    }
  }

  record Operation(BinaryOp op, DurationExpr left, DurationExpr right, Position position)
      implements DurationExpr {
    @Override
    public double seconds(double stepSeconds, double rangeSeconds) {
      double l = left.seconds(stepSeconds, rangeSeconds);
      double r = right.seconds(stepSeconds, rangeSeconds);
      if (r == 0 && (op == BinaryOp.DIVIDE || op == BinaryOp.MODULO)) {
        throw PromQlException.execution(
            position.start()
                + ":"
                + position.end()
                + (op == BinaryOp.DIVIDE ? ": division by zero" : ": modulo by zero"));
      }
      return op.apply(l, r);
    }

    @Override
    public String toString() {
      return left + " " + op.text() + " " + right;
    }
  }
}
