package jigi.metrics.promql;

import java.util.Objects;

/** Binary operators with at least one vector. */
final class BinaryVectors {
  private BinaryVectors() {}

  static void evaluate(Evaluator evaluator, Expr.Binary binary, RowSink sink) {
    boolean leftVector = binary.left().type() == ValueType.VECTOR;
    boolean rightVector = binary.right().type() == ValueType.VECTOR;
    if (leftVector && rightVector) {
      VectorMatching matching =
          Objects.requireNonNullElse(binary.matching(), VectorMatching.DEFAULT);
      if (binary.op().isSet()) {
        SetOperators.evaluate(evaluator, binary, matching, sink);
      } else {
        new VectorMatcher(evaluator, binary, matching).evaluate(sink);
      }
    } else {
      withScalar(evaluator, binary, leftVector, sink);
    }
  }

  private static void withScalar(
      Evaluator evaluator, Expr.Binary binary, boolean vectorLeft, RowSink sink) {
    double[] scalar = evaluator.scalar(vectorLeft ? binary.right() : binary.left());
    BinaryOp op = binary.op();
    boolean filter = op.isComparison() && !binary.bool();
    evaluator.vector(
        vectorLeft ? binary.left() : binary.right(),
        (labels, dropName, values) -> {
          if (!isDefined(evaluator, binary)) {
            evaluator.release(values);
            return;
          }
          if (filter) {
            filter(op, values, scalar, vectorLeft);
          } else {
            compute(op, values, scalar, vectorLeft);
          }
          sink.accept(labels, dropName || !filter, values);
        });
    evaluator.release(scalar);
  }

  /** The trim operators have no meaning for floats. */
  static boolean isDefined(Evaluator evaluator, Expr.Binary binary) {
    if (binary.op() != BinaryOp.TRIM_LOWER && binary.op() != BinaryOp.TRIM_UPPER) {
      return true;
    }
    String op = binary.op().text();
    evaluator.context.annotations.info(
        "incompatible sample types encountered for binary operator "
            + Text.quote(op)
            + ": float "
            + op
            + " float",
        binary.position());
    return false;
  }

  private static void filter(BinaryOp op, double[] values, double[] scalar, boolean vectorLeft) {
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (!Absent.is(value)
          && !(vectorLeft ? op.holds(value, scalar[i]) : op.holds(scalar[i], value))) {
        values[i] = Absent.VALUE;
      }
    }
  }

  private static void compute(BinaryOp op, double[] values, double[] scalar, boolean vectorLeft) {
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (!Absent.is(value)) {
        values[i] = vectorLeft ? op.apply(value, scalar[i]) : op.apply(scalar[i], value);
      }
    }
  }
}
